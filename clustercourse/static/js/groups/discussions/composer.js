behaviour("composer", class {
  constructor(form) {
    this.form = form;
    this.to = form.elements.to;
    this.text = form.elements.text;
    this.line = form.querySelector("[data-part=to]");
    document.addEventListener("click", (event) => this.choose(event));
    form.querySelector("[data-part=to-nobody]").addEventListener("click", (event) => {
      event.preventDefault();
      this.answer("", "");
    });
  }

  choose(event) {
    const link = event.target.closest("[data-answer], [data-quote]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.dataset.answer) this.answer(link.dataset.answer, link.dataset.name);
    else this.quote(document.querySelector(`#post-${link.dataset.quote}`));
    this.text.focus({ preventScroll: true });
  }

  answer(post, name) {
    this.to.value = post;
    this.line.hidden = !post;
    this.line.querySelector("[data-part=to-words]").textContent = filled(this.form.dataset.words, { name });
    this.form.closest(".composer").scrollIntoView({ block: "start" });
  }

  quote(post) {
    const chosen = getSelection();
    const within = !chosen.isCollapsed && post.contains(chosen.anchorNode) ? String(chosen) : "";
    const said = within || post.querySelector(".post-text").innerText;
    const name = post.querySelector(".post-by").textContent;
    const lines = [`**${name}**`, "", ...said.trim().split("\n")].map((line) => `> ${line}`.trimEnd());
    this.text.value = [this.text.value.trimEnd(), lines.join("\n"), ""].filter((part, at) => part || at).join("\n\n").trimStart();
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
    this.form.closest(".composer").scrollIntoView({ block: "start" });
  }
});
