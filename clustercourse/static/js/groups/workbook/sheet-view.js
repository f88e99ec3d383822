behaviour("sheet-view", class {
  constructor(form) {
    this.form = form;
    this.results = document.querySelector("[data-part=results]");
    form.addEventListener("saved", (event) => this.put(event.detail));
    form.addEventListener("click", (event) => this.add(event));
  }

  put(said) {
    const open = [...this.results.querySelectorAll("details")].map((details) => details.open);
    this.results.innerHTML = said.results;
    this.results.querySelectorAll("details").forEach((details, at) => { details.open = open[at] ?? false; });
    for (const [name, html] of Object.entries(said.notes)) {
      const note = [...this.form.querySelectorAll("[data-note]")].find((element) => element.dataset.note === name);
      if (note) note.innerHTML = html;
    }
    for (const [key, html] of Object.entries(said.rows)) {
      const row = this.form.querySelector(`[data-row="${key}"]`);
      if (!row) continue;
      row.querySelector("[data-part=row-results]").innerHTML = html;
      if (row.hasAttribute("data-new") && said.names[key]) row.querySelector(".sheet-row-name").textContent = said.names[key];
    }
    const missing = document.querySelector("[data-part=missing]");
    if (missing) missing.innerHTML = said.missing;
  }

  add(event) {
    const button = event.target.closest("[data-part=add]");
    const last = button?.closest(".sheet-field").querySelector(".sheet-row:last-of-type");
    if (!last?.dataset.row) return;
    event.preventDefault();
    const key = crypto.getRandomValues(new Uint32Array(2)).reduce((text, part) => text + part.toString(16), "");
    const made = document.createElement("template");
    made.innerHTML = (last.hasAttribute("data-new") ? last : this.blank(last)).outerHTML.replaceAll(last.dataset.row, key);
    const row = made.content.firstElementChild;
    for (const input of row.querySelectorAll("input, textarea, select")) {
      if (["radio", "checkbox"].includes(input.type)) input.checked = false;
      else input.value = input.name.startsWith("k:") ? "0" : "";
    }
    row.querySelectorAll("[data-note], [data-part=row-results]").forEach((part) => part.replaceChildren());
    last.after(row);
    row.querySelector("input:not([type=hidden]), textarea, select").focus();
  }

  blank(row) {
    const copy = row.cloneNode(true);
    copy.querySelector(".sheet-row-actions")?.remove();
    return copy;
  }
});
