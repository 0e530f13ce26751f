// Dialogs: `data-dialog-open="id"` on a link to the page that asks the same, or on a button.

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialogOpen);
    if (!(dialog instanceof HTMLDialogElement)) return;
    event.preventDefault();
    dialog.showModal();
    return;
  }
  const closer = event.target.closest("[data-dialog-close]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog")?.close();
    return;
  }
  if (event.target instanceof HTMLDialogElement && event.target.open) {
    const box = event.target.getBoundingClientRect();
    const inside =
      event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    const byMouse = event.clientX !== 0 || event.clientY !== 0;
    if (byMouse && !inside) event.target.close();
  }
});

// A form inside a dialog that came back with errors opens again.
document.querySelector("dialog:has(.error-summary), dialog:has(.field--error)")?.showModal();
