// Small help for forms: sent once, guarded while unsaved, amounts read aloud in words, errors brought into view.

const REOPEN_SECONDS = 15;

// A form goes out once, however often it is clicked.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-many")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  const button = event.submitter;
  button?.classList.add("is-busy");
  button?.setAttribute("aria-disabled", "true");
  window.setTimeout(() => reopen(form), REOPEN_SECONDS * 1000);
});

function reopen(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll(".is-busy")) {
    button.classList.remove("is-busy");
    button.removeAttribute("aria-disabled");
  }
}

// Coming back with the browser's button must not find the form still shut.
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(reopen));

// What is wrong is said by the page itself, in its own language and all at once, not by the browser one by one.
for (const form of document.querySelectorAll("form.form")) form.noValidate = true;

// Leaving a form with unsaved words asks first.
for (const form of document.querySelectorAll("form[data-guard]")) {
  form.addEventListener("input", () => (form.dataset.dirty = "1"));
  form.addEventListener("submit", () => delete form.dataset.dirty);
  form.addEventListener("autosaved", () => delete form.dataset.dirty);
}
window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-guard][data-dirty]")) event.preventDefault();
});

// The error summary is what a reader must meet first.
const summary = document.querySelector(".error-summary");
if (summary && !summary.closest("dialog, [data-still]")) summary.focus();
document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a[href^='#']");
  if (!link) return;
  const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  const input = target?.matches("input, select, textarea") ? target : target?.querySelector("input, select, textarea");
  if (!input) return;
  event.preventDefault();
  input.scrollIntoView({ block: "center" });
  input.focus({ preventScroll: true });
});

// 123000000 is hard to read while typing: say it as 1억 2,300만 원.
function inWords(amount, language) {
  if (!language.startsWith("ko")) return `₩${amount.toLocaleString("en")}`;
  const jo = Math.floor(amount / 1e12);
  const eok = Math.floor((amount % 1e12) / 1e8);
  const man = Math.floor((amount % 1e8) / 1e4);
  const won = amount % 1e4;
  const parts = [];
  if (jo) parts.push(`${jo.toLocaleString("ko")}조`);
  if (eok) parts.push(`${eok.toLocaleString("ko")}억`);
  if (man) parts.push(`${man.toLocaleString("ko")}만`);
  if (won || !parts.length) parts.push(won.toLocaleString("ko"));
  return `${parts.join(" ")}원`;
}
for (const input of document.querySelectorAll("input[data-reads-won]")) {
  const reading = document.createElement("output");
  reading.className = "field__reading";
  reading.setAttribute("for", input.id);
  input.closest(".field__input").append(reading);
  const say = () => {
    const amount = input.valueAsNumber;
    const sayable = Number.isSafeInteger(amount) && amount >= 0;
    reading.textContent = sayable ? inWords(amount, document.documentElement.lang) : "";
  };
  input.addEventListener("input", say);
  say();
}

// Chosen files by name and size, and a place to drop them.
for (const drop of document.querySelectorAll("[data-file-drop]")) {
  const input = drop.querySelector("input[type=file]");
  const chosen = drop.querySelector("[data-file-chosen]");
  input.addEventListener("change", () => {
    const names = [...input.files].map((file) => `${file.name} (${Math.max(1, Math.round(file.size / 1024)).toLocaleString()} KB)`);
    chosen.textContent = names.join(", ");
  });
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("is-over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("is-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("is-over");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// Filters that apply as soon as they are chosen; the button stays for those without JavaScript.
for (const form of document.querySelectorAll("form[data-apply-on-change]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
  });
}

// Printing is the browser's own.
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
