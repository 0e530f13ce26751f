// Saves a form while it is written.
//
// `<form data-autosave="url">` posts its fields (never files) with `X-Autosave: 1` a moment after the last key.
// A version field (`version`, or the one `data-version-field` names) guards against overwriting someone else.
// Answers: 200 {"version": 4}; 409 {"version": 5, "theirs": {"field": "text"}}; 4xx {"detail": "…"}.
// `changed` names the fields written since the last save: only these are the writer's own, the rest may be older than
// what the server has.
// `<form data-keep="name">` has no address of its own: its words are only kept on this device until they have arrived.
// What could not be sent is kept on this device under the form's address and offered again; signing out wipes it.
// All words come from the `data-text-*` attributes of the status element.

const OURS = "axcenter:";
const VISIT = "axcenter-visit";
const PREFIX = `${OURS}draft:`;
const PAUSE = 1200;
const RETRY = 10000;

class Autosave {
  constructor(form, status) {
    this.form = form;
    this.status = status;
    this.address = form.dataset.autosave;
    this.key = PREFIX + (this.address || form.dataset.keep);
    this.versionField = form.dataset.versionField || "version";
    this.never = ["csrfmiddlewaretoken", "changed", this.versionField];
    // A page that shows refused words names what was written in them.
    this.touched = new Set([...form.querySelectorAll("input[name=changed]")].map((field) => field.value).filter(Boolean));
    this.timer = null;
    this.sending = false;
    this.again = false;
    // Whether this page holds words that did not arrive. The copy on the device may be another page's.
    this.unsent = false;
    // What was last sent of each field: leaving a field that was saved while it was written is no new writing.
    this.sent = new Map();
    for (const kind of ["input", "change"]) form.addEventListener(kind, (event) => this.write(event.target.name));
    form.addEventListener("submit", () => this.stop());
    window.addEventListener("online", () => this.unsent && this.send());
    window.addEventListener("focus", () => this.status.dataset.state === "signedout" && this.renew());
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

  write(name) {
    if (this.sent.has(name) && this.sent.get(name) === this.textOf(name)) return;
    if (name && !this.never.includes(name)) this.touched.add(name);
    this.later();
  }

  // Everything that a field, or all buttons of its name, would send.
  textOf(name) {
    return JSON.stringify(this.values().filter(([of]) => of === name));
  }

  later() {
    window.clearTimeout(this.timer);
    if (this.address) this.say("waiting");
    this.timer = window.setTimeout(() => this.send(), PAUSE);
  }

  // The form goes out as a whole: a copy stays until a page shows that it arrived.
  stop() {
    window.clearTimeout(this.timer);
    this.timer = null;
    this.form.querySelectorAll("input[name=changed]").forEach((field) => field.remove());
    for (const value of this.touched.size ? this.touched : [""]) {
      this.form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "changed", value }));
    }
    if (this.touched.size) this.keep(location.pathname);
  }

  // Whoever follows a link before the pause is over: the request outlives the page, and a copy stays until it arrived.
  leave() {
    this.keep();
    this.send();
  }

  async send() {
    window.clearTimeout(this.timer);
    this.timer = null;
    if (!this.address) {
      this.keep();
      return;
    }
    if (this.sending) {
      this.again = true;
      return;
    }
    this.sending = true;
    this.say("saving");
    const sent = this.touched;
    this.touched = new Set();
    for (const name of sent) this.sent.set(name, this.textOf(name));
    const back = () => sent.forEach((name) => this.touched.add(name) && this.sent.delete(name));
    try {
      await this.handle(await this.post(sent), back);
    } catch {
      back();
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

  post(sent) {
    const body = new FormData(this.form);
    for (const [name, value] of [...body]) if (value instanceof File || name === "changed") body.delete(name);
    for (const name of sent.size ? sent : [""]) body.append("changed", name);
    const headers = { "X-Autosave": "1", Accept: "application/json" };
    const request = { method: "POST", body, headers, credentials: "same-origin", keepalive: document.hidden };
    return fetch(this.address, request);
  }

  async handle(answer, back) {
    const isJson = (answer.headers.get("content-type") || "").includes("json");
    if (answer.redirected || answer.status === 401 || (answer.status === 403 && !isJson)) {
      back();
      this.keep();
      this.say("signedout");
      return;
    }
    if (answer.status >= 500) throw new Error(String(answer.status));
    const said = isJson ? await answer.json() : {};
    if (!answer.ok) {
      back();
      this.keep();
    }
    if (answer.status === 409 && said.theirs) {
      this.conflict(said);
      return;
    }
    if (!answer.ok) {
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

  // Signed in again in another tab: this page learns the new token and sends what it holds.
  async renew() {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const form = page.querySelector(`form[data-autosave="${this.address}"]`);
      const token = form?.elements.csrfmiddlewaretoken?.value;
      if (!answer.ok || !token) return;
      this.form.elements.csrfmiddlewaretoken.value = token;
      this.send();
    } catch {
      // Still without a connection: the words are kept.
    }
  }

  // What was written here and did not arrive; `sent` is the page whose form carries it to the server.
  keep(sent = "") {
    this.unsent = true;
    const names = [...this.touched];
    const values = this.values().filter(([name]) => this.touched.has(name));
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), names, values, sent }));
    } catch {
      // A full or forbidden store leaves the words on the page, where they still are.
    }
  }

  kept() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key));
      return kept?.names ? kept : null;
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
    const wanted = new Set(kept.names);
    const differs = () => {
      const of = (values) => JSON.stringify(values.filter(([name]) => wanted.has(name)));
      return of(kept.values) !== of(this.values());
    };
    if (!differs()) {
      // The same page again, sent but refused, shows the words without having them.
      if (!kept.sent || kept.sent !== cameFrom()) this.forget();
      return;
    }
    const { textKept, textTake, textDrop } = this.status.dataset;
    const box = notice(textKept, [
      [textTake, () => this.put(wanted, kept.values)],
      [textDrop, () => this.forget()],
    ]);
    this.form.prepend(box);
    this.form.addEventListener("input", (event) => wanted.delete(event.target.name));
    // What was written anew and has arrived is no longer offered; an offer of nothing else ends.
    this.form.addEventListener("autosaved", () => {
      if (!box.isConnected || differs()) return;
      box.remove();
      this.forget();
    });
  }

  put(names, values) {
    for (const element of this.form.elements) {
      if (!names.has(element.name) || ["file", "password"].includes(element.type)) continue;
      const given = values.filter(([name]) => name === element.name).map(([, value]) => value);
      if (["checkbox", "radio"].includes(element.type)) element.checked = given.includes(element.value);
      else if (given.length) element.value = given[0];
      this.touched.add(element.name);
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
      [textTaketheirs, () => (this.version(version), this.put(new Set(Object.keys(theirs)), Object.entries(theirs)))],
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

function cameFrom() {
  try {
    return new URL(document.referrer).pathname;
  } catch {
    return "";
  }
}

// A form that was sent and led a signed-in person on to another page has arrived.
function arrived() {
  if (!document.querySelector("form[data-signs-out]")) return;
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    try {
      const { sent } = JSON.parse(localStorage.getItem(key));
      if (sent && sent === cameFrom() && sent !== location.pathname) localStorage.removeItem(key);
    } catch {
      localStorage.removeItem(key);
    }
  }
}
arrived();

for (const form of document.querySelectorAll("form[data-autosave], form[data-keep]")) {
  const status = form.querySelector("[data-autosave-status]") || document.querySelector("[data-autosave-status]");
  if (status) new Autosave(form, status);
}

// What is left on the device belongs to the person who signed in: signing out takes it away, notes of a visit too.
// Where such notes still wait to be sent, the person is asked first.
function wipe() {
  for (const key of Object.keys(localStorage)) if (key.startsWith(OURS)) localStorage.removeItem(key);
  indexedDB.deleteDatabase(VISIT);
  window.caches?.delete(VISIT);
}
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-signs-out]")) return;
  const waiting = Number(localStorage.getItem(`${OURS}visit:waiting`));
  if (waiting && !window.confirm(event.target.dataset.textWaiting)) event.preventDefault();
  else wipe();
}, true);
