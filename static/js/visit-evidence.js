// Evidence noted at a visit: the dialog that asks for it, and what of it still waits on the device.

import { dropRecord, element, keepRecord, local, thumbnail } from "./visit-store.js";
import { uuid } from "./wire.js";

export class Evidence {
  constructor(page) {
    this.page = page;
    this.dialog = document.getElementById("visit-evidence");
    this.form = this.dialog.querySelector("[data-evidence-form]");
    this.form.addEventListener("submit", (event) => this.add(event));
  }

  arrived({ data }) {
    const item = element("li", { className: "files__item" });
    item.append(element("span", { className: "files__name", textContent: data.title }));
    this.page.root.querySelector(`[data-criterion="${data.criterion}"] [data-evidence-list]`).append(item);
  }

  ask(criterion) {
    const list = this.form.querySelector("[data-attributes]");
    this.form.reset();
    this.form.dataset.criterion = criterion.dataset.criterion;
    list.replaceChildren(
      ...[...criterion.querySelectorAll(".score-row legend")].map((legend) => {
        const code = legend.querySelector(".score-row__code").textContent;
        const box = element("input", { type: "checkbox", name: "attributes", value: code });
        box.checked = this.page.root.querySelector(`input[name="value-${code}"]:checked`)?.value === "yes";
        const label = element("label", { className: "score-option" });
        label.append(box, legend.textContent.trim());
        return label;
      }),
    );
    this.page.fault(this.form, "");
    this.dialog.showModal();
  }

  async add(event) {
    event.preventDefault();
    const given = new FormData(this.form);
    const file = given.get("file")?.size ? given.get("file") : null;
    const kind = given.get("kind");
    const { textFile, textPhoto } = this.form.querySelector("[data-evidence-error]").dataset;
    if (["file", "photo"].includes(kind) && !file) return this.page.fault(this.form, textFile);
    if (kind === "photo" && !this.page.text.photos && this.page.noteData().photos !== "granted") return this.page.fault(this.form, textPhoto);
    const uid = uuid();
    const data = {
      uid,
      kind,
      criterion: this.form.dataset.criterion,
      title: given.get("title"),
      note: given.get("note"),
      seen_on: local(new Date().toISOString()).slice(0, 10),
      attributes: given.getAll("attributes"),
    };
    try {
      await keepRecord(this.page.record("evidence", uid, data, { file, name: file?.name }));
    } catch {
      return this.page.fault(this.form, this.page.text.textFull);
    }
    this.dialog.close();
    await this.show();
    this.page.show();
    return this.page.send();
  }

  async show() {
    const records = (await this.page.mine()).filter((one) => one.kind === "evidence");
    for (const old of this.page.root.querySelectorAll("[data-waiting]")) old.remove();
    for (const record of records) {
      const list = this.page.root.querySelector(`[data-criterion="${record.data.criterion}"] [data-evidence-list]`);
      list?.append(this.item(record));
    }
  }

  item({ key, data, file, fault }) {
    const item = element("li", { className: "files__item" });
    item.dataset.waiting = "";
    const name = element("span", { className: "files__name" });
    const facts = element("span", { className: "files__facts" });
    facts.textContent = fault || `${data.seen_on} · ${this.page.text.textUnsent}`;
    name.append(data.title, element("br"), facts);
    const remove = element("button", { type: "button", className: "button button--small button--text" });
    remove.textContent = this.page.text.textRemove;
    remove.addEventListener("click", async () => {
      await dropRecord(key);
      item.remove();
      this.page.show();
    });
    item.append(name, remove);
    if (file?.type?.startsWith("image/")) thumbnail(file).then((picture) => item.prepend(picture)).catch(() => {});
    return item;
  }
}
