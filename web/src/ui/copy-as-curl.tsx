import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCheck, IconTerminal2, IconX } from '@tabler/icons-react';
import { toCurl } from '../lib/curl.ts';
import type { ApiRequest } from '../lib/request.ts';
import { useCopied } from './use-copied.ts';

const icons = { copied: IconCheck, failed: IconX };
const words = { copied: 'Copied', failed: 'The browser did not allow copying' };

/** Copies the command that gives the same answer as what is on the screen. It teaches the API. */
export function CopyAsCurl({ request }: { request: ApiRequest }) {
  const { outcome, copy } = useCopied();
  const Icon = outcome ? icons[outcome] : IconTerminal2;
  return (
    <Tooltip label={outcome ? words[outcome] : 'Copy as curl'}>
      <ActionIcon aria-label="Copy as curl" onClick={() => copy(toCurl(request))}>
        <Icon size={18} />
      </ActionIcon>
    </Tooltip>
  );
}
