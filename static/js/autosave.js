// Saves a form while it is written.
//
// `<form data-autosave="url">` posts its fields (never files) with `X-Autosave: 1` a moment after the last key.
// A version field (`version`, or the one `data-version-field` names) guards against overwriting someone else.
// Answers: 200 {"version": 4}; 409 {"version": 5, "theirs": {"field": "text"}}; 4xx {"detail": "…"}.
// What could not be sent is kept on this device under the form's address and offered again; signing out wipes it.
// All words come from the `data-text-*` attributes of the status element.

const OURS = "axcenter:";
const PREFIX = `${OURS}draft:`;
const PAUSE = 1200;
const RETRY = 10000;

class Autosave {
  constructor(form, status) {
    this.form = form;
    this.status = status;
    this.key = PREFIX + form.dataset.autosave;
    this.versionField = form.dataset.versionField || "version";
    this.never = ["csrfmiddlewaretoken", this.versionField];
    this.timer = null;
    this.sending = false;
    this.again = false;
    // Whether this page holds words that did not arrive. The copy on the device may be another page's.
    this.unsent = false;
    form.addEventListener("input", () => this.later());
    form.addEventListener("change", () => this.later());
    form.addEventListener("submit", () => this.stop());
    window.addEventListener("online", () => this.unsent && this.send());
    document.addEventListener("visibilitychange", () => document.hidden && this.timer && this.leave());
    this.offer();
  }

  say(state, extra = "") {
    this.status.dataset.state = state;
    const name = `text${state[0].toUpperCase()}${state.slice(1)}`;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    this.status.textContent = [this.status.dataset[name], state === "saved" ? time : extra].filter(Boolean).join(" ");
  }

  values() {
    const plain = [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
    return plain.filter(([name]) => !this.never.includes(name) && !this.form.elements[name]?.matches?.("[type=password]"));
  }

  later() {
    window.clearTimeout(this.timer);
    this.say("waiting");
    this.timer = window.setTimeout(() => this.send(), PAUSE);
  }

  stop() {
    window.clearTimeout(this.timer);
    this.timer = null;
    if (this.unsent) this.forget();
  }

  // Whoever follows a link before the pause is over: the request outlives the page, and a copy stays until it arrived.
  leave() {
    this.keep();
    this.send();
  }

  async send() {
    window.clearTimeout(this.timer);
    this.timer = null;
    if (this.sending) {
      this.again = true;
      return;
    }
    this.sending = true;
    this.say("saving");
    try {
      await this.handle(await this.post());
    } catch {
      this.keep();
      this.say("offline");
      this.timer = window.setTimeout(() => this.send(), RETRY);
    } finally {
      this.sending = false;
      if (this.again) {
        this.again = false;
        this.later();
      }
    }
  }

  post() {
    const body = new FormData(this.form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    const headers = { "X-Autosave": "1", Accept: "application/json" };
    const request = { method: "POST", body, headers, credentials: "same-origin", keepalive: document.hidden };
    return fetch(this.form.dataset.autosave, request);
  }

  async handle(answer) {
    const isJson = (answer.headers.get("content-type") || "").includes("json");
    if (answer.redirected || answer.status === 401 || (answer.status === 403 && !isJson)) {
      this.keep();
      this.say("signedout");
      return;
    }
    if (answer.status >= 500) throw new Error(String(answer.status));
    const said = isJson ? await answer.json() : {};
    if (answer.status === 409 && said.theirs) {
      this.keep();
      this.conflict(said);
      return;
    }
    if (!answer.ok) {
      this.keep();
      this.say("failed", said.detail || "");
      return;
    }
    this.version(said.version);
    if (this.unsent) this.forget();
    this.say("saved");
    this.form.dispatchEvent(new Event("autosaved"));
  }

  version(number) {
    const field = this.form.elements[this.versionField];
    if (field && number !== undefined) field.value = number;
  }

  keep() {
    this.unsent = true;
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), values: this.values() }));
    } catch {
      // A full or forbidden store leaves the words on the page, where they still are.
    }
  }

  kept() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null;
    }
  }

  forget() {
    this.unsent = false;
    localStorage.removeItem(this.key);
  }

  offer() {
    const kept = this.kept();
    if (!kept) return;
    if (JSON.stringify(kept.values) === JSON.stringify(this.values())) {
      this.forget();
      return;
    }
    const { textKept, textTake, textDrop } = this.status.dataset;
    const written = new Set();
    const box = notice(textKept, [
      [textTake, () => this.put(kept.values, written)],
      [textDrop, () => this.forget()],
    ]);
    this.form.prepend(box);
    this.form.addEventListener("input", (event) => written.add(event.target.name));
    // What was written anew and has arrived is no longer offered; an offer of nothing else ends.
    this.form.addEventListener("autosaved", () => {
      const others = (values) => JSON.stringify(values.filter(([name]) => !written.has(name)));
      if (!box.isConnected || others(kept.values) !== others(this.values())) return;
      box.remove();
      this.forget();
    });
  }

  put(values, but = new Set()) {
    const wanted = new Map();
    for (const [name, value] of values) wanted.set(name, [...(wanted.get(name) || []), value]);
    for (const element of this.form.elements) {
      if (!element.name || this.never.includes(element.name) || but.has(element.name)) continue;
      if (["file", "password"].includes(element.type)) continue;
      const given = wanted.get(element.name) || [];
      if (["checkbox", "radio"].includes(element.type)) element.checked = given.includes(element.value);
      else if (given.length) element.value = given[0];
    }
    this.later();
  }

  // Someone else saved meanwhile: show both texts, field by field, and let the person choose.
  conflict({ theirs, version }) {
    this.say("conflict");
    const mine = new Map(this.values());
    const box = document.createElement("div");
    box.className = "stack stack--small";
    for (const [name, text] of Object.entries(theirs)) {
      if ((mine.get(name) ?? "") === text) continue;
      const { textTheirs, textMine } = this.status.dataset;
      box.append(both(this.labelOf(name), textTheirs, this.wordsOf(name, text), textMine, this.wordsOf(name, mine.get(name))));
    }
    const { textConflicthelp, textKeepmine, textTaketheirs } = this.status.dataset;
    const asked = notice(textConflicthelp, [
      [textKeepmine, () => (this.version(version), this.send())],
      [textTaketheirs, () => (this.version(version), this.put([...new Map([...mine, ...Object.entries(theirs)])]))],
    ]);
    asked.querySelector(".alert__body").children[0].after(box);
    this.form.querySelector("[data-autosave-notice]")?.remove();
    this.form.prepend(asked);
    asked.scrollIntoView({ block: "nearest" });
  }

  labelOf(name) {
    const element = this.form.elements[name];
    const first = element instanceof RadioNodeList ? element[0] : element;
    const legend = element instanceof RadioNodeList ? first?.closest("fieldset")?.querySelector("legend") : null;
    return (legend || first?.labels?.[0]?.firstChild)?.textContent.trim() || name;
  }

  // What a value is called on the page: the label of its button or option, else the text itself.
  wordsOf(name, value) {
    const element = this.form.elements[name];
    if (element instanceof RadioNodeList) {
      const chosen = [...element].find((button) => button.value === value);
      return chosen?.labels?.[0]?.textContent.trim() || value;
    }
    if (element instanceof HTMLSelectElement) {
      return [...element.options].find((option) => option.value === value)?.text || value;
    }
    return value;
  }
}

function notice(text, choices) {
  const box = document.createElement("div");
  box.className = "alert alert--warning";
  box.setAttribute("role", "alert");
  box.dataset.autosaveNotice = "";
  const body = document.createElement("div");
  body.className = "alert__body";
  const words = document.createElement("p");
  words.textContent = text;
  const buttons = document.createElement("div");
  buttons.className = "buttons";
  for (const [label, act] of choices) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--small";
    button.textContent = label;
    button.addEventListener("click", () => {
      box.remove();
      act();
    });
    buttons.append(button);
  }
  body.append(words, buttons);
  box.append(body);
  return box;
}

function both(label, theirsLabel, theirs, mineLabel, mine) {
  const list = document.createElement("dl");
  list.className = "facts";
  for (const [name, text] of [[`${label} · ${theirsLabel}`, theirs], [`${label} · ${mineLabel}`, mine ?? ""]]) {
    const row = document.createElement("div");
    const term = document.createElement("dt");
    const words = document.createElement("dd");
    term.textContent = name;
    words.textContent = text || "–";
    row.append(term, words);
    list.append(row);
  }
  return list;
}

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = form.querySelector("[data-autosave-status]") || document.querySelector("[data-autosave-status]");
  if (status) new Autosave(form, status);
}

// Words and names of files left on the device belong to the person who signed in: signing out takes them away.
function wipe() {
  for (const key of Object.keys(localStorage)) if (key.startsWith(OURS)) localStorage.removeItem(key);
}
document.addEventListener("submit", (event) => event.target.matches("form[data-signs-out]") && wipe());
