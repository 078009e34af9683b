/* A comfort; every page works without it. */
(function () {
  "use strict";

  // Addresses of the list stay short: what was not chosen is not written.
  document.addEventListener("htmx:configRequest", (event) => {
    const given = event.detail.parameters;
    Object.keys(given).forEach((name) => {
      if (given[name] === "" || (name === "sort" && given[name] === "name")) delete given[name];
    });
  });
})();
