// Toasts: good news goes by itself, bad news stays until it is closed.

const STAYS = ["toast--danger", "toast--warning"];
const SECONDS = 8;

function dismissable(toast) {
  toast.querySelector("[data-toast-close]")?.addEventListener("click", () => toast.remove());
  if (STAYS.some((name) => toast.classList.contains(name))) return;
  let timer = window.setTimeout(() => toast.remove(), SECONDS * 1000);
  const hold = () => window.clearTimeout(timer);
  const go = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => toast.remove(), SECONDS * 1000);
  };
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("pointerleave", go);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("focusout", go);
}

// What stands in a live region when the page opens is not read out; what comes into it is.
for (const region of document.querySelectorAll(".toasts")) {
  const toasts = [...region.children];
  region.replaceChildren();
  window.setTimeout(() => {
    region.append(...toasts);
    toasts.forEach(dismissable);
  }, 100);
}
