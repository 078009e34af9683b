/* Small maps: what lies under their outlines, the outlines of a file under check, its issues. */
(function () {
  "use strict";
  const CG = window.ClusterGis;

  /** Land and lines, in the order they are stacked; they answer no pointer. */
  CG.ground = (map, layers) => {
    layers.forEach(({shape, style}) => {
      L.geoJSON(shape, {interactive: false, style: () => style}).addTo(map);
    });
  };

  /** Outlines with their names, candidates with their number, places of issues; then the view. */
  CG.outlines = (map, data) => {
    const text = (words) => CG.el("span", null, words);
    data.outlines.forEach(({geometry, label, style, place}) => {
      L.geoJSON(geometry, {style: () => style}).bindTooltip(text(label), {sticky: true}).addTo(map);
      if (!place) return;
      L.circleMarker(place.at, {...style, radius: 9, weight: 2, dashArray: null, fill: false})
        .bindTooltip(text(place.number), {permanent: true, direction: "top"}).addTo(map);
    });
    data.spots.forEach(({at, words}) => {
      L.circleMarker(at, {radius: 6, color: data.spot_colour, weight: 3, fillOpacity: 0.2})
        .bindTooltip(text(words), {sticky: true}).addTo(map);
    });
    map.fitBounds(data.bounds, {padding: [30, 30]});
  };
})();
