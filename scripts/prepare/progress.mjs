const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** Shows that something is going on: one line that moves on a terminal, a plain line every 15 s elsewhere. */
export function showProgress(what) {
  const start = Date.now();
  const elapsed = () => `${Math.round((Date.now() - start) / 1000)} s`;
  const terminal = process.stderr.isTTY;
  let frame = 0;
  if (!terminal) process.stderr.write(`${what} …\n`);
  const timer = setInterval(
    () => {
      frame += 1;
      if (terminal) process.stderr.write(`\r\x1b[K${frames[frame % frames.length]} ${what} … ${elapsed()}`);
      else process.stderr.write(`… ${elapsed()}\n`);
    },
    terminal ? 120 : 15_000,
  );
  return (result) => {
    clearInterval(timer);
    process.stderr.write(`${terminal ? '\r\x1b[K' : ''}${result} (${elapsed()})\n`);
  };
}
