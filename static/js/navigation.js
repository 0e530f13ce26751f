// The navigation drawer on narrow screens, and menus that close when one looks away.

const drawer = document.getElementById("navigation");
const opener = document.querySelector("[data-drawer-open]");
const narrow = window.matchMedia("(max-width: 1023.98px)");

function around() {
  return [...document.querySelectorAll("[data-behind-drawer]")];
}

function close({ focus = true } = {}) {
  if (!drawer.classList.contains("is-open")) return;
  drawer.classList.remove("is-open");
  document.documentElement.classList.remove("drawer-open");
  document.querySelector(".drawer-shade")?.remove();
  for (const element of around()) element.inert = false;
  opener.setAttribute("aria-expanded", "false");
  if (focus) opener.focus();
}

function open() {
  const shade = document.createElement("div");
  shade.className = "drawer-shade";
  shade.addEventListener("click", () => close());
  document.body.append(shade);
  drawer.classList.add("is-open");
  document.documentElement.classList.add("drawer-open");
  for (const element of around()) element.inert = true;
  opener.setAttribute("aria-expanded", "true");
  drawer.querySelector("[data-drawer-close]")?.focus();
}

if (drawer && opener) {
  opener.setAttribute("role", "button");
  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-controls", "navigation");
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    open();
  });
  opener.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    open();
  });
  drawer.querySelector("[data-drawer-close]")?.addEventListener("click", () => close());
  narrow.addEventListener("change", () => close({ focus: false }));
  drawer.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (drawer && opener) close();
  const menu = document.querySelector("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("focusin", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
