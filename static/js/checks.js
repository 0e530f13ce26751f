// Checks one field in its place: `<div data-check="url" data-check-field="name"> … <p role="status" data-check-result>`.
// The server answers {"ok": true, "text": "…"}; without a connection nothing is said and the form checks on sending.

async function check(box, input, result) {
  const value = input.value.trim();
  if (!value) {
    result.textContent = "";
    return;
  }
  try {
    const address = `${box.dataset.check}?value=${encodeURIComponent(value)}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const said = await answer.json();
    if (input.value.trim() !== value) return;
    result.textContent = said.text;
    result.classList.toggle("strong", !said.ok);
  } catch {
    result.textContent = "";
  }
}

for (const box of document.querySelectorAll("[data-check]")) {
  const input = box.querySelector(`[name="${box.dataset.checkField}"]`);
  const result = box.querySelector("[data-check-result]");
  if (input && result) input.addEventListener("change", () => check(box, input, result));
}
