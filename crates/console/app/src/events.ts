// The events of an audit while it runs. A stream that breaks is opened again, each time after a longer wait.

import { events, type Progress } from "./api.ts";

interface Heard {
  progress(progress: Progress): void;
  done(): void;
  /** The stream broke, or is back. */
  lost(lost: boolean): void;
}

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;

/** Follows an audit to its end. The answer ends the listening. */
export function follow(audit: string, heard: Heard): () => void {
  let source: EventSource | null = null;
  let timer = 0;
  let wait = FIRST_WAIT;

  function open(): void {
    source = new EventSource(events(audit));
    source.addEventListener("progress", ({ data }) => {
      wait = FIRST_WAIT;
      heard.lost(false);
      heard.progress(JSON.parse(data) as Progress);
    });
    source.addEventListener("done", () => {
      stop();
      heard.lost(false);
      heard.done();
    });
    source.addEventListener("error", () => {
      source?.close();
      heard.lost(true);
      timer = window.setTimeout(open, wait);
      wait = Math.min(LONGEST_WAIT, wait * 2);
    });
  }

  function stop(): void {
    clearTimeout(timer);
    source?.close();
  }

  open();
  return stop;
}
