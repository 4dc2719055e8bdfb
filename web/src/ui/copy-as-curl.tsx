import { IconTerminal2 } from '@tabler/icons-react';
import { toCurl } from '../lib/curl.ts';
import type { ApiRequest } from '../lib/request.ts';
import { CopyButton } from './copy-button.tsx';

/** Copies the command that gives the same answer as what is on the screen. It teaches the API. */
export function CopyAsCurl({ request }: { request: ApiRequest }) {
  return <CopyButton text={toCurl(request)} label="Copy as curl" icon={IconTerminal2} />;
}
