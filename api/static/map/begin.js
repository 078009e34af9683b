/* Makes the map that the page describes and sets its parts to work, in their order. */
(function () {
  "use strict";
  const told = JSON.parse(document.getElementById("cg-map").textContent);
  const map = (window[told.map] = L.map(told.map, told.options));
  told.work.forEach(([name, maker]) => window.ClusterGis[maker](map, window.ClusterGis.read(name)));
})();
