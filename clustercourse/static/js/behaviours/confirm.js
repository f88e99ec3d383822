behaviour("confirm", class {
  constructor(form) {
    this.form = form;
    form.addEventListener("submit", (event) => {
      if (this.agreed) return;
      event.preventDefault();
      this.ask(event.submitter);
    });
  }

  ask(submitter) {
    const dialog = document.createElement("dialog");
    dialog.className = "dialog";
    const question = document.createElement("p");
    question.id = "dialog-question";
    question.textContent = this.form.dataset.question;
    dialog.setAttribute("aria-labelledby", question.id);
    const row = document.createElement("div");
    row.className = "actions";
    row.append(
      this.button(submitter.textContent, "button button-danger", () => {
        this.agreed = true;
        dialog.close();
        this.form.requestSubmit(submitter);
      }),
      this.button(this.form.dataset.keep, "button button-secondary", () => dialog.close()),
    );
    dialog.append(question, row);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  button(text, name, action) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: name, textContent: text });
    button.addEventListener("click", action);
    return button;
  }
});
