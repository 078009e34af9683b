/* Two comforts; every page works without them. */
(function () {
  "use strict";

  // Addresses of the list stay short: what was not chosen is not written.
  document.addEventListener("htmx:configRequest", (event) => {
    const given = event.detail.parameters;
    Object.keys(given).forEach((name) => {
      if (given[name] === "" || (name === "sort" && given[name] === "name")) delete given[name];
    });
  });

  // The address of the page takes over extent, theme and selection of the map in its frame, so
  // that it can be sent to a colleague. The map replaces its own address without an event.
  const frame = document.querySelector("iframe.map-frame");
  if (frame) {
    const hashOf = () => {
      try {
        return frame.contentWindow.location.hash;
      } catch {
        return "";
      }
    };
    if (location.hash.length > 1) {
      frame.contentWindow.location.replace(frame.src.split("#")[0] + location.hash);
    }
    window.setInterval(() => {
      const hash = hashOf();
      if (hash.length > 1 && hash !== location.hash) {
        const address = new URL(location.href);
        address.searchParams.delete("select");
        address.hash = hash;
        history.replaceState(null, "", address);
      }
    }, 400);
  }
})();
