// The visit on a device that may have no network.
//
// Everything noted goes into a store on the device first and from there to the API; a record leaves the store only when
// the server has it. The page and its files are kept in a cache that the service worker answers from. An answer that
// somebody else changed meanwhile is shown beside this device's, to choose; what arrives after the diagnosis was
// completed is kept by the server as late. Signing out takes store and cache away (see autosave.js).
// All words come from the `data-text-*` attributes of `[data-visit]`.

import { takeAlong } from "./visit-kept.js";
import { Delivery } from "./visit-delivery.js";
import { Evidence } from "./visit-evidence.js";
import { dropRecord, element, everything, keepRecord, local, storedRecord, zoned } from "./visit-store.js";
import { uuid } from "./wire.js";

const PAUSE = 400;

class Visit {
  constructor(root) {
    this.root = root;
    this.text = root.dataset;
    this.uid = root.dataset.visit;
    this.version = Number(root.dataset.version);
    this.noteUid = root.dataset.note;
    this.noteForm = root.querySelector("[data-visit-note]");
    this.logForm = root.querySelector("[data-visit-log]");
    this.notices = root.querySelector("[data-visit-notices]");
    this.evidence = new Evidence(this);
    this.state = "";
    this.delivery = new Delivery(this, this.text);
    this.timers = new Map();
    // What was last kept of each record: leaving a field that was kept while it was written is no new writing.
    this.last = new Map();
  }

  async begin() {
    await this.put(await this.mine());
    this.open();
    this.count();
    this.listen();
    this.show();
    this.keepPage();
    this.send();
  }

  // One after another: an older page must not come to lie over a newer one.
  keepPage() {
    const turn = (this.taking || Promise.resolve()).then(() => takeAlong(this.text));
    this.taking = turn;
    turn.then((isKept) => {
      if (isKept && this.taking === turn) this.root.dataset.kept = "1";
      this.show();
    });
  }

  async mine() {
    const records = await everything();
    return records.filter((one) => one.case === this.uid && one.user === this.text.user);
  }

  // What was noted on this device and has not arrived goes over what the page brought.
  async put(records) {
    for (const { kind, data, key, theirs } of records) {
      if (kind === "answer") {
        this.putAnswer(data);
        if (theirs) this.askWhich({ key, data, theirs });
      }
      if (kind === "note") this.putNote(key, data);
    }
    await this.evidence.show();
  }

  putNote(key, data) {
    this.noteUid = key.split("/").pop();
    for (const form of [this.noteForm, this.logForm]) {
      for (const element of form.elements) {
        const value = element.type === "datetime-local" ? local(data[element.name]) : data[element.name];
        if (element.type === "radio") element.checked = element.value === value;
        else if (element.type === "checkbox") element.checked = Boolean(value);
        else if (element.name && element.name !== "signature" && value) element.value = value;
      }
    }
    this.close(Boolean(data.signature));
  }

  field(kind, code) {
    return document.getElementById(`id_${kind}-${code}`);
  }

  putAnswer({ attribute, value, note, reason }) {
    for (const button of this.root.querySelectorAll(`input[name="value-${attribute}"]`)) {
      button.checked = button.value === value;
    }
    this.field("note", attribute).value = note;
    this.field("reason", attribute).value = reason;
  }

  listen() {
    this.root.addEventListener("input", (event) => this.write(event.target));
    this.root.addEventListener("change", (event) => this.write(event.target));
    this.root.addEventListener("click", (event) => {
      const adder = event.target.closest("[data-add-evidence]");
      if (adder) this.evidence.ask(adder.closest("[data-criterion]"));
      const link = event.target.closest(".visit__index a");
      if (link) document.getElementById(link.hash.slice(1)).open = true;
      if (event.target.closest("[data-visit-send]")) this.send();
    });
    this.noteForm.addEventListener("submit", (event) => event.preventDefault());
    this.logForm.addEventListener("submit", (event) => this.sign(event));
    document.addEventListener("visibilitychange", () => document.hidden && this.hurry());
    window.addEventListener("pagehide", () => this.hurry());
    window.addEventListener("online", () => this.send());
    window.addEventListener("offline", () => this.show("offline"));
  }

  write(element) {
    const [, kind, code] = /^(value|note|reason)-(.+)$/.exec(element.name || "") || [];
    if (kind) this.later(code, () => this.keepAnswer(code));
    else if (element.form === this.noteForm || element.form === this.logForm) this.later("note", () => this.keepNote());
  }

  later(name, act) {
    window.clearTimeout(this.timers.get(name)?.timer);
    const now = () => this.timers.delete(name) && act();
    this.timers.set(name, { timer: window.setTimeout(now, PAUSE), now });
  }

  // Whoever leaves before the pause is over takes nothing along that is not in the store.
  hurry() {
    for (const { timer, now } of [...this.timers.values()]) {
      window.clearTimeout(timer);
      now();
    }
  }

  record(kind, name, data, more = {}) {
    const key = `${this.uid}/${kind}/${name}`;
    return { key, case: this.uid, user: this.text.user, kind, version: this.version, stamp: uuid(), data, ...more };
  }

  async keep(record) {
    const said = JSON.stringify(record.data);
    if (this.last.get(record.key) === said) return;
    this.last.set(record.key, said);
    try {
      await keepRecord(record);
    } catch {
      this.show("full");
      return;
    }
    this.count();
    await this.send();
  }

  async keepAnswer(code) {
    const value = this.root.querySelector(`input[name="value-${code}"]:checked`)?.value || "";
    const data = { attribute: code, value, note: this.field("note", code).value, reason: this.field("reason", code).value };
    const before = await storedRecord(`${this.uid}/answer/${code}`);
    const since = before ? { version: before.version, theirs: before.theirs, theirVersion: before.theirVersion } : {};
    await this.keep(this.record("answer", code, data, since));
  }

  noteData(signature = null) {
    const { pledged, photos, permitted_by: by } = this.noteForm.elements;
    const { began_at: began, ended_at: ended, people, summary, signer } = this.logForm.elements;
    return {
      pledged: pledged.checked,
      photos: photos.value,
      permitted_by: by.value.trim(),
      began_at: zoned(began.value),
      ended_at: zoned(ended.value),
      people: people.value,
      summary: summary.value,
      signer: signer.value.trim(),
      signature,
    };
  }

  isNoted() {
    const { pledged, photos, permitted_by: by } = this.noteData();
    return Boolean(pledged && photos && by);
  }

  open() {
    const isOpen = this.isNoted() || Boolean(this.text.pledged);
    this.root.querySelector("[data-visit-body]").hidden = !isOpen || Boolean(this.text.over);
    this.root.querySelector("[data-visit-closed]").hidden = isOpen || Boolean(this.text.over);
  }

  // A signed log waits as it was signed.
  close(closed) {
    for (const one of [...this.noteForm.elements, ...this.logForm.elements]) one.disabled = closed;
  }

  async keepNote() {
    this.open();
    if (this.isNoted()) await this.keep(this.record("note", this.noteUid, this.noteData()));
  }

  async sign(event) {
    event.preventDefault();
    const drawn = this.logForm.elements.signature.value;
    if (!drawn || !this.isNoted()) {
      this.logForm.querySelector("[data-signature]").scrollIntoView({ block: "center" });
      this.logForm.querySelector("[data-signature]").classList.add("signature--missing");
      return;
    }
    window.clearTimeout(this.timers.get("note")?.timer);
    this.timers.delete("note");
    const signed = this.record("note", this.noteUid, this.noteData(JSON.parse(drawn)));
    this.close(true);
    await this.keep(signed);
  }

  send() {
    return this.delivery.send();
  }

  // What is on the device is older from here on until the page was taken along anew.
  going() {
    delete this.root.dataset.kept;
  }

  noteArrived({ data }) {
    this.noteForm.elements.pledged.disabled = true;
    this.fault(this.logForm, "");
    if (data.signature) location.reload();
  }

  noteRefused({ key }, words) {
    this.close(false);
    this.last.delete(key);
    this.fault(this.logForm, words);
  }

  // What an answer lacks before it can go, said at the question; `name` is "", "Value" or "Reason".
  lacks(code, name) {
    const row = this.field("value", code).closest(".score-row");
    row.querySelector("[data-lacks]")?.remove();
    if (!name) return;
    const words = element("p", { className: "field__error", textContent: this.text[`text${name}`] });
    words.dataset.lacks = "";
    words.setAttribute("role", "alert");
    row.append(words);
  }

  fault(form, words) {
    const place = form.querySelector("[role=alert]");
    place.textContent = words;
    place.hidden = !words;
  }

  // The two answers side by side, at the question itself.
  askWhich({ key, data, theirs }) {
    const row = this.field("value", data.attribute).closest(".score-row");
    row.querySelector("[data-clash]")?.remove();
    const box = element("div", { className: "alert alert--warning" });
    box.dataset.clash = "";
    box.setAttribute("role", "alert");
    const buttons = element("div", { className: "buttons" });
    const choices = [
      [`${this.text.textMine}: ${this.words(data)}`, (record) => this.mineWins(record)],
      [`${this.text.textTheirs}: ${this.words(theirs)}`, (record) => this.theirsWins(record)],
    ];
    for (const [words, act] of choices) {
      const button = element("button", { type: "button", className: "button button--small" });
      button.textContent = words;
      button.addEventListener("click", async () => {
        box.remove();
        await act(await storedRecord(key));
        await this.send();
      });
      buttons.append(button);
    }
    box.append(buttons);
    row.append(box);
    for (let around = row; around; around = around.parentElement.closest("details")) around.open = true;
  }

  async mineWins({ theirs, theirVersion, ...record }) {
    await keepRecord({ ...record, version: theirVersion, stamp: uuid() });
  }

  async theirsWins({ key, theirs }) {
    this.last.delete(key);
    this.putAnswer(theirs);
    await dropRecord(key);
  }

  words({ attribute, value, note, reason }) {
    const button = this.root.querySelector(`input[name="value-${attribute}"][value="${value}"]`);
    return [button ? button.parentElement.textContent.trim() : value, reason, note].filter(Boolean).join(" · ");
  }

  async show(state = this.state) {
    this.state = state;
    const waiting = (await this.mine()).length;
    const place = this.root.querySelector("[data-visit-status]");
    const words = { offline: "textOffline", sending: "textSending", signedout: "textSignedout", full: "textFull" }[state];
    const left = waiting ? `${this.text.textWaiting} ${waiting}` : this.text.textClear;
    const told = [left, words && (waiting || state === "offline") ? this.text[words] : ""].filter(Boolean).join(" · ");
    place.textContent = this.root.dataset.kept ? `${told} · ${this.text.textKept}` : told;
    this.root.dataset.waiting = String(waiting);
    this.root.dataset.state = state;
  }

  count() {
    for (const place of this.root.querySelectorAll("[data-count]")) {
      const rows = [...document.getElementById(place.dataset.count).querySelectorAll(".score-options")];
      place.textContent = `${rows.filter((row) => row.querySelector(":checked")).length}/${rows.length}`;
    }
  }

  notice(words) {
    const box = element("div", { className: "alert alert--warning", textContent: words });
    box.setAttribute("role", "alert");
    this.notices.replaceChildren(box);
  }
}

for (const root of document.querySelectorAll("[data-visit]")) new Visit(root).begin();
