import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, IconX } from '@tabler/icons-react';
import { useCopied } from './use-copied.ts';

const icons = { copied: IconCheck, failed: IconX };
const words = { copied: 'Copied', failed: 'The browser did not allow copying' };

/** Copies a text that is on the screen beside it. */
export function CopyButton({
  text,
  label,
  icon: Icon = IconCopy,
}: {
  text: string;
  label: string;
  icon?: typeof IconCopy;
}) {
  const { outcome, copy } = useCopied();
  const Shown = outcome ? icons[outcome] : Icon;
  return (
    <Tooltip label={outcome ? words[outcome] : label}>
      <ActionIcon aria-label={label} onClick={() => copy(text)}>
        <Shown size={18} />
      </ActionIcon>
    </Tooltip>
  );
}
