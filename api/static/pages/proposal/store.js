/* The draft and its copies: saved to the server soon after each change, kept in this browser until
   the server has it. Nothing is lost by a closed tab or a network that drops. */
(function () {
  "use strict";
  const CG = window.CgProposal;
  const SOON = 700;
  const AGAIN = 4000;

  /** data: of the page. said(kind, values): what to tell. changed(): the content is another one. */
  CG.makeStore = (data, said, changed) => {
    const address = `/api/v1/proposals/${data.id}`;
    const place = `cluster-gis.proposal.${data.id}`;
    const headers = {"Content-Type": "application/json", "X-Form-Token": data.token};
    const store = {content: data.content, version: data.version, saved: JSON.stringify(data.content)};
    let timer = null;
    let running = false;

    const keep = () => {
      try {
        localStorage.setItem(place, JSON.stringify({content: store.content, base: store.saved}));
      } catch { /* a full or forbidden store: the server still gets it */ }
    };
    const forget = () => { try { localStorage.removeItem(place); } catch { /* as above */ } };
    const later = (delay) => { clearTimeout(timer); timer = setTimeout(save, delay); };

    async function save() {
      if (running) { later(SOON); return; }
      const text = JSON.stringify(store.content);
      if (text === store.saved) { forget(); return; }
      running = true;
      said("saving");
      try {
        const answer = await fetch(address, {method: "PUT", body: text,
          headers: {...headers, "If-Match": `"${store.version}"`}});
        // A refusal is read too: an answer that nobody reads keeps its connection.
        const now = await answer.json().catch(() => ({}));
        if (answer.ok) {
          store.version = now.version;
          store.saved = text;
          if (JSON.stringify(store.content) === text) { forget(); said("saved"); }
          else later(SOON);
        } else if (answer.status === 412) await meet();
        else if (answer.status === 401) said("signed_out");
        else if (answer.status >= 500) { said("unsaved"); later(AGAIN); }
        else said("invalid", {message: now.detail});
      } catch {
        said("unsaved");
        later(AGAIN);
      } finally {
        running = false;
      }
    }

    /* Somebody wrote meanwhile: when the content is still that which we began from, only the version
       moved on (a file, an opinion) and ours is sent anew; else the person chooses. */
    async function meet() {
      const now = await (await fetch(address)).json();
      const theirs = JSON.stringify(now.content);
      if (same(theirs, JSON.stringify(store.content))) {  // our own last words of a page that went
        store.version = now.version;
        store.saved = theirs;
        forget();
        said("saved");
        return;
      }
      if (same(theirs, store.saved)) { store.version = now.version; later(0); return; }
      said("conflict", {
        mine: () => { store.version = now.version; store.saved = theirs; later(0); },
        theirs: () => {
          store.version = now.version;
          store.content = now.content;
          store.saved = theirs;
          forget();
          changed();
          said("saved");
        },
      });
    }

    /* What the server measured is not what somebody wrote. */
    const bare = (text) => JSON.stringify(JSON.parse(text), (key, value) => (
      ["source", "area_ha", "measuring_srid", "source_format", "issues", "file_name"].includes(key)
        ? undefined : value));
    const same = (one, other) => bare(one) === bare(other);

    store.touch = () => { keep(); later(SOON); };
    store.now = () => { clearTimeout(timer); return save(); };
    /** Save until the server has what is written; false when it will not have it soon. */
    store.settle = async () => {
      for (let tries = 0; tries < 20; tries += 1) {
        await store.now();
        if (JSON.stringify(store.content) === store.saved) return true;
        if (!running) return false;
        await new Promise((done) => { setTimeout(done, 250); });
      }
      return false;
    };
    store.address = address;
    store.headers = headers;
    /** Bring back what was written before the page was closed: true = done, null = asked. */
    store.restore = () => {
      let kept = null;
      try { kept = JSON.parse(localStorage.getItem(place)); } catch { return false; }
      if (!kept || same(JSON.stringify(kept.content), store.saved)) { forget(); return false; }
      if (kept.base && !same(kept.base, store.saved)) {  // somebody wrote while this page was closed
        const mine = kept.content;
        said("conflict", {
          mine: () => { store.content = mine; changed(); later(0); },
          theirs: () => { forget(); said("saved"); },
        });
        return null;
      }
      store.content = kept.content;
      later(SOON);
      return true;
    };
    window.addEventListener("online", () => later(0));
    window.addEventListener("pagehide", keepIfNeeded);
    document.addEventListener("visibilitychange", () => { if (document.hidden) keepIfNeeded(); });
    function keepIfNeeded(event) {
      const text = JSON.stringify(store.content);
      if (text === store.saved) return;
      keep();
      // The last words of a page that goes: sent if they are few enough, kept here in any case.
      if (event && event.type === "pagehide" && text.length < 60000) {
        fetch(address, {method: "PUT", body: text, keepalive: true,
          headers: {...headers, "If-Match": `"${store.version}"`}}).catch(() => {});
      }
    }
    return store;
  };
})();
