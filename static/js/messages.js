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

document.querySelectorAll(".toast").forEach(dismissable);
