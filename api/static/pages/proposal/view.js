/* The page of one proposal: its map, and where a remark on a vertex lies. */
(function () {
  "use strict";
  const CG = window.CgProposal;
  if (document.getElementById("proposal-map")) {
    const data = CG.read("proposal-map-data");
    const map = CG.makeMap(data.words, null);
    CG.fit(map, CG.drawLines(L.featureGroup().addTo(map), data.drawn, data.words));
    document.getElementById("proposal-map").dataset.ready = "yes";
  }
  const about = document.getElementById("about");
  if (about) {
    const follow = () => {
      const {lon, lat} = about.selectedOptions[0].dataset;
      about.form.elements.lon.value = lon || "";
      about.form.elements.lat.value = lat || "";
    };
    about.addEventListener("change", follow);
    follow();
  }
})();
