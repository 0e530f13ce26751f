// Brings what waits on the device to the API, one record after another.

import { dropRecord, form, keepRecord, storedRecord } from "./visit-store.js";
import { token } from "./wire.js";

const RETRY = 8000;

class SignedOut extends Error {}
class Cut extends Error {}

// `page` shows what becomes of the records: mine(), show(state), notice(words), askWhich(record), noteArrived(record),
// noteRefused(record, words), evidence, lacks(code, what), going(), keepPage().
export class Delivery {
  constructor(page, { api, textClash, textLate }) {
    this.page = page;
    this.api = api;
    this.words = { clash: textClash, late: textLate };
    this.sending = null;
    this.retry = null;
  }

  // The whole way, one at a time; whoever asks meanwhile gets another turn after it.
  send() {
    this.sending = (this.sending || Promise.resolve()).catch(() => {}).then(() => this.sendAll());
    return this.sending;
  }

  async sendAll() {
    window.clearTimeout(this.retry);
    const records = (await this.page.mine()).filter((one) => !one.theirs);
    if (!records.length) return this.page.show(navigator.onLine ? "" : "offline");
    this.page.going();
    this.page.show("sending");
    try {
      for (const one of records.filter(({ kind }) => kind === "note")) await this.sendNote(one);
      await this.sendAnswers(records.filter(({ kind }) => kind === "answer"));
      for (const one of records.filter(({ kind }) => kind === "evidence")) await this.sendEvidence(one);
    } catch (trouble) {
      if (trouble instanceof SignedOut) return this.page.show("signedout");
      if (!(trouble instanceof Cut)) throw trouble;
      this.retry = window.setTimeout(() => this.send(), RETRY);
      return this.page.show("offline");
    }
    this.page.keepPage();
    return this.page.show("");
  }

  async sendNote(record) {
    const { answer, said } = await this.ask("PUT", `visits/${record.key.split("/").pop()}/`, record.data);
    if (answer.ok) {
      await this.arrived(record);
      this.page.noteArrived(record);
      return;
    }
    await keepRecord({ ...record, data: { ...record.data, signature: null } });
    this.page.noteRefused(record, (said.errors || []).map((one) => one.message).join(" ") || said.detail || "");
  }

  async sendAnswers(records) {
    const whole = [];
    for (const one of records) {
      const isBare = one.data.value === "not_applicable" && !one.data.reason.trim();
      const lacks = !one.data.value ? "Value" : isBare ? "Reason" : "";
      this.page.lacks(one.data.attribute, lacks);
      if (!lacks) whole.push(one);
    }
    for (const version of new Set(whole.map((one) => one.version))) {
      await this.sendVersion(version, whole.filter((one) => one.version === version));
    }
  }

  async sendVersion(version, records) {
    const { answer, said } = await this.ask("PUT", "answers/", { version, answers: records.map((one) => one.data) });
    if (answer.ok) {
      this.page.version = said.version;
      for (const one of records) await this.arrived(one, said.version);
    } else if (said.theirs) {
      await this.clash(records, said);
      const rest = records.filter((one) => !(one.data.attribute in said.theirs));
      if (rest.length) await this.sendVersion(version, rest);
    } else if (said.code === "wrong_state") {
      await this.late(records, { answers: records.map((one) => one.data) });
    } else {
      this.page.notice(said.detail || "");
    }
  }

  async clash(records, { theirs, version }) {
    this.page.notice(this.words.clash);
    const { said } = await this.ask("GET", "answers/");
    for (const one of records.filter(({ data }) => data.attribute in theirs)) {
      const stored = said.answers.find(({ attribute }) => attribute === one.data.attribute);
      const asked = { ...one, theirs: stored, theirVersion: version };
      await keepRecord(asked);
      this.page.askWhich(asked);
    }
  }

  async sendEvidence(record) {
    const { answer, said } = await this.ask("POST", "evidence/", form(record));
    if (answer.ok) {
      await this.arrived(record);
      this.page.evidence.arrived(record);
    } else if (said.code === "wrong_state") {
      await this.late([record], form(record));
    } else {
      await keepRecord({ ...record, fault: said.errors?.[0]?.message || said.detail });
    }
    await this.page.evidence.show();
  }

  async late(records, content) {
    if (!(content instanceof FormData)) content = { uid: records[0].stamp, ...content };
    const { answer, said } = await this.ask("POST", "late/", content);
    if (!answer.ok) return this.page.notice(said.detail || "");
    for (const one of records) await this.arrived(one);
    return this.page.notice(this.words.late);
  }

  // What was written again meanwhile is newer than what arrived, and stays.
  async arrived({ key, stamp }, version) {
    const now = await storedRecord(key);
    if (!now) return;
    if (now.stamp === stamp) await dropRecord(key);
    else if (version) await keepRecord({ ...now, version });
  }

  async ask(method, address, body) {
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    if (!(body instanceof FormData)) headers["Content-Type"] = "application/json";
    const sent = body === undefined || body instanceof FormData ? body : JSON.stringify(body);
    let answer, said;
    try {
      answer = await fetch(this.api + address, { method, headers, body: sent, credentials: "same-origin" });
      said = await answer.json();
    } catch {
      throw new Cut();
    }
    if (answer.status === 401) throw new SignedOut();
    if (answer.status === 429 || answer.status >= 500) throw new Cut();
    return { answer, said };
  }
}
