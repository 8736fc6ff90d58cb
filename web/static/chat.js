// What htmx leaves to us: words while waiting, the focus on a new answer, errors in place.
// Everything works without this file; forms then load whole pages.
(function () {
  "use strict";

  var WAIT_MS = 500;
  var WIDE = window.matchMedia("(min-width: 64rem)");
  var OFFLINE = "通信できませんでした。つながりを確かめて、もう一度押してください。";
  var BROKEN = "ただいま受け付けられません。しばらくしてから、もう一度お試しください。";
  var waiting;

  function byId(name) {
    return document.getElementById(name);
  }

  function listen(event, handle) {
    document.addEventListener(event, handle);
  }

  function say(name, words) {
    var place = byId(name);
    if (place) {
      place.textContent = words;
    }
  }

  // Quotes stand open where there is room for them.
  function openQuotes(root) {
    root.querySelectorAll("details[data-open-wide]").forEach(function (quote) {
      quote.open = WIDE.matches;
    });
  }

  function showTurn(turn) {
    openQuotes(turn);
    turn.focus({ preventScroll: true });
    turn.scrollIntoView({ block: "start" });
  }

  function clearField() {
    var field = byId("q");
    field.value = "";
    field.removeAttribute("aria-invalid");
    say("q-error", "");
  }

  listen("htmx:beforeRequest", function () {
    window.clearTimeout(waiting);
    say("notice", "");
    waiting = window.setTimeout(function () {
      say("wait", "調べています");
    }, WAIT_MS);
  });

  // An error that is not ours (a proxy's page, say) must not land between the answers.
  listen("htmx:beforeSwap", function (event) {
    var reply = event.detail.xhr;
    if (reply.status >= 400 && !reply.getResponseHeader("HX-Retarget")) {
      event.detail.shouldSwap = false;
      say("notice", BROKEN);
    }
  });

  listen("htmx:afterRequest", function (event) {
    var status = event.detail.xhr ? event.detail.xhr.status : 0;
    window.clearTimeout(waiting);
    say("wait", "");
    if (status === 0) {
      say("notice", OFFLINE);
    } else if (status === 422 && event.target.id === "ask") {
      byId("q").setAttribute("aria-invalid", "true");
      byId("q").focus();
    } else if (status === 200) {
      shown(event.target, event.detail.target);
    }
  });

  function shown(form, target) {
    if (target.id === "log") {
      if (form.id === "ask") {
        clearField();
      }
      showTurn(target.lastElementChild);
    } else if (target.firstElementChild) {
      target.firstElementChild.focus();
    }
  }

  // From the chat or from an answer's own page.
  function cameFromAnswer() {
    var path = document.referrer.replace(window.location.origin, "").split("?")[0];
    return path === "/" || path.indexOf("/faq/") === 0;
  }

  // Back to the answer as it was, where the browser still has it.
  listen("click", function (event) {
    var link = event.target.closest("a[data-back]");
    if (link && cameFromAnswer()) {
      event.preventDefault();
      window.history.back();
    }
  });

  listen("DOMContentLoaded", function () {
    openQuotes(document);
    var turn = document.querySelector("#log > article");
    var field = byId("q");
    if (turn) {
      turn.focus({ preventScroll: true });
    } else if (field && field.getAttribute("aria-invalid")) {
      field.focus();
    }
  });
})();
