behaviour("copy", class {
  constructor(button) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.text);
      say(button.dataset.done);
    });
  }
});
