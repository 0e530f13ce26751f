// Sends the files of `<form data-upload="address">` in pieces, several one after another, with progress.
//
// A file is announced under an identifier of its own; the answer says how much of it is already here. After a cut, a
// lost session or a new visit the same file goes on where it stopped: the identifier is kept on this device under the
// file's name, size and time, and signing out wipes it. All words come from the form's `data-text-*` attributes, what is
// refused from the server. Without JavaScript the form sends one file as any form does.

import { token, uuid } from "./wire.js";

const PREFIX = "axcenter:upload:";
const PIECE = 1024 * 1024;
const PAUSES = [1000, 2000, 4000, 8000, 15000];

class Cut extends Error {}
class SignedOut extends Error {}
class Refused extends Error {}

class Sending {
  constructor(form, file, said) {
    this.form = form;
    this.file = file;
    this.said = said;
    this.address = form.dataset.upload;
    this.key = [PREFIX + this.address, said.kind, file.name, file.size, file.lastModified].join("|");
    this.uid = recalled(this.key) || uuid();
    this.build();
  }

  build() {
    this.row = document.createElement("li");
    this.row.className = "uploads__item";
    const name = document.createElement("span");
    name.className = "uploads__name";
    name.textContent = this.file.name;
    this.bar = document.createElement("progress");
    this.bar.className = "meter";
    this.bar.max = Math.max(1, this.file.size);
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", this.file.name);
    this.status = document.createElement("span");
    this.status.className = "uploads__status";
    this.status.setAttribute("role", "status");
    this.row.append(name, this.bar, this.status);
    this.form.querySelector("[data-uploads]").append(this.row);
    this.say("waiting");
  }

  say(state, words = "") {
    this.row.dataset.state = state;
    const text = words || this.form.dataset[`text${state[0].toUpperCase()}${state.slice(1)}`] || "";
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  // The whole way; a cut is waited out, anything else ends it with words beside the file.
  async run() {
    let tries = 0;
    for (;;) {
      const before = this.bar.value;
      try {
        await this.send();
        return true;
      } catch (trouble) {
        if (trouble instanceof SignedOut) return this.end("signedout");
        if (trouble instanceof Refused) return this.refuse(trouble.message);
        if (!(trouble instanceof Cut)) throw trouble;
        tries = this.bar.value > before ? 0 : tries + 1;
        if (tries > PAUSES.length && navigator.onLine) return this.end("failed");
        this.say("offline");
        await back(PAUSES[Math.min(tries, PAUSES.length - 1)]);
      }
    }
  }

  async send() {
    const { name, size } = this.file;
    const begun = await this.ask("POST", this.address, JSON.stringify({ ...this.said, uid: this.uid, name, size }));
    remember(this.key, this.uid);
    let offset = begun.offset;
    this.say(offset ? "resumed" : "sending");
    while (offset < size) {
      this.bar.value = offset;
      offset = (await this.ask("PATCH", `${this.address}${this.uid}/`, this.file.slice(offset, offset + PIECE), offset)).offset;
    }
    this.bar.value = offset;
    await this.ask("POST", `${this.address}${this.uid}/finish/`);
    forget(this.key);
    this.say("done");
  }

  async ask(method, address, body, offset) {
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    if (typeof body === "string") headers["Content-Type"] = "application/json";
    if (offset !== undefined) {
      headers["Content-Type"] = "application/octet-stream";
      headers["Upload-Offset"] = String(offset);
    }
    let answer, said;
    try {
      answer = await fetch(address, { method, headers, body, credentials: "same-origin" });
      said = answer.status === 204 ? {} : await answer.json();
    } catch {
      throw new Cut();
    }
    if (answer.ok) return said;
    if (answer.status === 401) throw new SignedOut();
    const goesOn = answer.status === 409 && Number.isInteger(said.offset);
    if (goesOn && offset !== undefined && said.offset !== offset) return said;
    if (goesOn || answer.status === 404 || answer.status === 429 || answer.status >= 500) throw new Cut();
    throw new Refused(said.detail || "");
  }

  refuse(words) {
    forget(this.key);
    this.ask("DELETE", `${this.address}${this.uid}/`).catch(() => {});
    this.say("refused", words || this.form.dataset.textFailed);
    this.bar.remove();
    return false;
  }

  end(state) {
    this.say(state);
    const again = document.createElement("button");
    again.type = "button";
    again.className = "button button--small";
    again.textContent = this.form.dataset.textRetry;
    again.addEventListener("click", () => {
      again.remove();
      queue(this);
    });
    this.row.append(again);
    return false;
  }
}

// One file after another: pieces of two would only slow each other down.
let last = Promise.resolve();
function queue(sending) {
  last = last.then(async () => {
    if (await sending.run()) await refresh(sending.form);
  });
}

async function refresh(form) {
  const list = document.getElementById("attachments");
  try {
    const answer = await fetch(form.dataset.uploadList, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected || !list) return;
    const box = document.createElement("template");
    box.innerHTML = await answer.text();
    const next = box.content.firstElementChild;
    list.replaceWith(next);
    next.dispatchEvent(new Event("fragment", { bubbles: true }));
  } catch {
    // The list is shown with the next page.
  }
}

function back(pause) {
  return new Promise((resolve) => {
    const timer = window.setTimeout(done, pause);
    function done() {
      window.clearTimeout(timer);
      window.removeEventListener("online", done);
      resolve();
    }
    window.addEventListener("online", done);
  });
}

function recalled(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key, uid) {
  try {
    localStorage.setItem(key, uid);
  } catch {
    // A full or forbidden store only means that a new visit begins anew.
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

// The dates are asked for where the chosen kind of paper has them.
function askDates(form) {
  const terms = JSON.parse(form.dataset.terms);
  const { kind, issued_on: issued, valid_until: until } = form.elements;
  const show = () => {
    const term = terms[kind.value];
    issued.closest(".field").hidden = term === "none";
    until.closest(".field").hidden = term !== "until";
  };
  kind.addEventListener("change", show);
  show();
}

for (const form of document.querySelectorAll("form[data-upload]")) {
  const input = form.elements.file;
  input.multiple = true;
  askDates(form);
  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    const said = { kind: form.elements.kind.value };
    for (const name of ["issued_on", "valid_until"]) {
      const field = form.elements[name];
      if (!field.closest(".field").hidden && field.value) said[name] = field.value;
    }
    for (const file of input.files) queue(new Sending(form, file, said));
    input.value = "";
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
