behaviour("sheet-view", class {
  constructor(form) {
    this.form = form;
    this.results = document.querySelector("[data-part=results]");
    form.addEventListener("saved", (event) => this.put(event.detail));
    form.addEventListener("click", (event) => this.add(event));
    form.addEventListener("toggle", (event) => event.target.matches(".sheet-more:not([open])") && this.fold(event.target), true);
  }

  put(said) {
    const open = [...this.results.querySelectorAll("details")].map((details) => details.open);
    this.results.innerHTML = said.results;
    this.results.querySelectorAll("details").forEach((details, at) => { details.open = open[at] ?? false; });
    for (const [part, text] of Object.entries(this.results.firstElementChild.dataset)) {
      const place = this.form.querySelector(`[data-part=${part}]`);
      if (place) place.textContent = text;
    }
    for (const [name, html] of Object.entries(said.notes)) {
      const note = [...this.form.querySelectorAll("[data-note]")].find((element) => element.dataset.note === name);
      if (note) note.innerHTML = html;
    }
    for (const [key, html] of Object.entries(said.rows)) {
      const row = this.form.querySelector(`[data-row="${key}"]`);
      if (!row) continue;
      row.querySelector("[data-part=row-results]").innerHTML = html;
      if (said.names[key]) row.querySelector(".sheet-row-name").textContent = said.names[key];
    }
    const missing = document.querySelector("[data-part=missing]");
    if (missing) missing.innerHTML = said.missing;
  }

  fold(details) {
    const inputs = [...details.querySelectorAll("[name^='v:']:not([type=hidden])")];
    const said = inputs.map((input) => (input.type === "checkbox" ? input.checked && input.parentElement.textContent.trim() : this.words(input)));
    details.querySelector("[data-part=said]").textContent = said.filter(Boolean).join(" · ");
  }

  words(input) {
    const text = input.value && input.selectedOptions ? input.selectedOptions[0].label : input.value.trim();
    const name = input.closest(".sheet-row").querySelector(".sheet-row-name").textContent;
    return text === name ? "" : text.length > 60 ? `${text.slice(0, 60)}…` : text;
  }

  add(event) {
    const button = event.target.closest("[data-part=add]");
    const rows = button?.closest(".sheet-field").querySelectorAll(".sheet-row");
    const last = rows?.[rows.length - 1];
    if (!last?.hasAttribute("data-new") || rows.length >= button.dataset.most) return;
    event.preventDefault();
    const key = crypto.getRandomValues(new Uint32Array(2)).reduce((text, part) => text + part.toString(16), "");
    const made = document.createElement("template");
    made.innerHTML = last.outerHTML.replaceAll(last.dataset.row, key);
    const row = made.content.firstElementChild;
    for (const input of row.querySelectorAll("input, textarea, select")) {
      if (["radio", "checkbox"].includes(input.type)) input.checked = false;
      else input.value = input.name.startsWith("k:") ? "0" : "";
    }
    row.querySelectorAll("[data-note], [data-part=row-results]").forEach((part) => part.replaceChildren());
    row.querySelector(".sheet-row-name").textContent = button.dataset.word;
    last.after(row);
    row.querySelector("input:not([type=hidden]), textarea, select").focus();
  }
});
