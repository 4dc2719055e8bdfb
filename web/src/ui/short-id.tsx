import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import classes from './copy.module.css';
import { useCopied } from './use-copied.ts';

/** The end of a UUIDv7 tells records apart; its beginning is the time and the same for neighbours. */
const shownLength = 8;

/** An id: short, monospaced, whole in the clipboard on click. */
export function ShortId({ id }: { id: string }) {
  const { outcome, copy } = useCopied();
  const short = id.length > shownLength + 1 ? `…${id.slice(-shownLength)}` : id;
  const words = outcome === 'copied' ? 'Copied' : outcome === 'failed' ? 'Not allowed' : short;
  return (
    <UnstyledButton className={classes.id} title={id} onClick={() => copy(id)}>
      <VisuallyHidden>Copy the id </VisuallyHidden>
      {words}
    </UnstyledButton>
  );
}
