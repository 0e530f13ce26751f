// `<div data-poll="url" data-poll-every="3">`: asks for the fragment again until it comes without `data-poll`.

const SLOWEST = 30;

function poll(element, seconds) {
  window.setTimeout(async () => {
    if (!element.isConnected) return;
    if (document.hidden) {
      poll(element, seconds);
      return;
    }
    const next = await fetchFragment(element.dataset.poll);
    if (next === null) {
      poll(element, Math.min(seconds * 1.5, SLOWEST));
      return;
    }
    const same = next.innerHTML === element.innerHTML;
    if (!same || !next.dataset.poll) element.replaceWith(next);
    if (!next.dataset.poll) return;
    poll(same ? element : next, same ? Math.min(seconds * 1.2, SLOWEST) : every(next));
  }, seconds * 1000);
}

async function fetchFragment(url) {
  try {
    const answer = await fetch(url, { headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return null;
    const box = document.createElement("template");
    box.innerHTML = await answer.text();
    return box.content.firstElementChild;
  } catch {
    return null;
  }
}

function every(element) {
  return Number(element.dataset.pollEvery) || 3;
}

for (const element of document.querySelectorAll("[data-poll]")) poll(element, every(element));
// A fragment that another module put into the page.
document.addEventListener("fragment", (event) => event.target.dataset.poll && poll(event.target, every(event.target)));
