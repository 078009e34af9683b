/* The page of one proposal: its map, remarks on a vertex as numbered pins, and picking a vertex.
   Everything here can be done without the map too: the list names each remark, the form each vertex. */
(function () {
  "use strict";
  const CG = window.CgProposal;
  const about = document.getElementById("about");
  const follow = () => {
    const {lon, lat} = about.selectedOptions[0].dataset;
    about.form.elements.lon.value = lon || "";
    about.form.elements.lat.value = lat || "";
  };

  function pins(map, remarks) {
    remarks.forEach((one) => {
      const icon = L.divIcon({className: one.settled ? "remark-pin settled" : "remark-pin",
        html: CG.el("span", {}, String(one.number)), iconSize: [26, 26], iconAnchor: [13, 13]});
      const pin = L.marker([one.lat, one.lon], {icon, alt: `${one.number}. ${one.body}`, keyboard: true, riseOnHover: true})
        .bindPopup(CG.el("div", {class: "remark-said"}, CG.el("b", {}, `${one.number}. ${one.by}`),
          CG.el("p", {}, one.body), one.settled ? CG.el("p", {class: "sub"}, one.settled) : null))
        .addTo(map);
      const link = document.querySelector(`[data-remark="${one.id}"]`);
      if (link) link.addEventListener("click", () => { map.panTo(pin.getLatLng()); pin.openPopup(); });
    });
  }

  /* Each vertex that the form offers is a dot; picking it fills the form. */
  function vertices(map) {
    const dots = L.layerGroup().addTo(map);
    about.querySelectorAll("option[data-lon]").forEach((option) => {
      L.circleMarker([Number(option.dataset.lat), Number(option.dataset.lon)],
        {radius: 6, color: "#0b4f5c", weight: 2, fillColor: "#ffffff", fillOpacity: 1})
        .bindTooltip(CG.el("span", {}, option.textContent))
        .on("click", () => {
          about.value = option.value;
          follow();
          const form = document.getElementById("remark");
          form.open = true;
          form.scrollIntoView({block: "center"});
          document.getElementById("remark-body").focus({preventScroll: true});
        }).addTo(dots);
    });
  }

  if (document.getElementById("proposal-map")) {
    const data = CG.read("proposal-map-data");
    const map = CG.makeMap(data.words, null);
    CG.fit(map, CG.drawLines(L.featureGroup().addTo(map), data.drawn, data.words));
    if (about) vertices(map);
    pins(map, data.remarks || []);
    document.getElementById("proposal-map").dataset.ready = "yes";
  }
  if (about) {
    about.addEventListener("change", follow);
    follow();
  }
})();
