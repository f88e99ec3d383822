behaviour("focus", class {
  constructor(element) {
    element.focus();
  }
});
