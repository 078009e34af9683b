/* The drop-downs of the main navigation: one open at a time, closed by Escape, by a click elsewhere
   and when the focus goes on. Without this script they open and close by their headings alone. */
(function () {
  "use strict";
  const open = () => document.querySelectorAll(".main-nav details[open], .visitor[open]");
  const close = (one) => { one.open = false; };

  document.addEventListener("pointerdown", ({target}) => {
    open().forEach((one) => { if (!one.contains(target)) close(one); });
  });
  // Named alike they exclude each other; older browsers need telling.
  document.addEventListener("toggle", ({target}) => {
    if (!target.open || !target.matches(".main-nav details, .visitor")) return;
    open().forEach((one) => { if (one !== target) close(one); });
  }, true);
  document.addEventListener("focusin", ({target}) => {
    open().forEach((one) => {
      if (!one.contains(target) && !target.contains(one)) close(one);
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      // The drop-down first, then what lies below it.
      open().forEach((one) => {
        one.querySelector("summary").focus();
        close(one);
        event.preventDefault();
        event.stopPropagation();
      });
      return;
    }
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    const group = step && event.target.closest(".main-nav details");
    if (!group) return;
    event.preventDefault();
    group.open = true;
    const stops = [group.querySelector("summary"), ...group.querySelectorAll("a")];
    const next = stops.indexOf(event.target) + step;
    stops[(next + stops.length) % stops.length].focus();
  }, true);
})();
