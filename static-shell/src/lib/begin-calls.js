// Begins what this page's screen reads, ahead of its scripts, which take it over (lib/early). Inlined: it waits for no file. READS, which
// the page writes in front of this text, says what by address, and ASKED what of that depends on a question in it (lib/reads).
(function () {
  /** A session that has less left needs its next token first (lib/session-clock). */
  var AHEAD_MS = 30000;
  var TIMEOUT_MS = 30000;

  function kept(name) {
    return localStorage.getItem('xentri.' + name);
  }

  function begin(reads, shown, org) {
    var headers = { accept: 'application/json', 'x-xentri-shows': shown.user + '/' + shown.org };
    if (org !== null) headers['x-org-id'] = org;
    var answers = {};
    reads.forEach(function (path) {
      answers[path] = fetch(path, { headers: headers, credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) });
      // Whoever takes it over hears of it.
      answers[path].catch(function () {});
    });
    window.xentriEarly = { at: Date.now(), shows: headers['x-xentri-shows'], org: org, answers: answers };
  }

  try {
    var reads = READS[location.pathname.replace(/\/+$/, '')];
    if (reads && location.search !== '') {
      reads = reads.filter(function (path) {
        return ASKED.indexOf(path) < 0;
      });
    }
    var shown = JSON.parse(kept('signed-in'));
    var until = kept('session-until');
    if (reads && shown && Date.now() < Number(until) - AHEAD_MS) begin(reads, shown, kept('workspace'));
  } catch (closed) {
    // Nothing is known here: the scripts ask.
    void closed;
  }
})();
