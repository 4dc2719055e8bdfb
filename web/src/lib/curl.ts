import type { ApiRequest } from './request.ts';

function quote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/**
 * The command that gives the same answer in a terminal. It names the token instead of carrying it: commands are pasted
 * into tickets and chats.
 */
export function toCurl({ method, path, body }: ApiRequest): string {
  const verb = method === 'GET' ? '' : ` -X ${method}`;
  // -g: curl would read the brackets of filter[status] as a pattern.
  const globbing = path.includes('[') ? ' -g' : '';
  const lines = [
    `curl${verb}${globbing} ${quote(location.origin + path)}`,
    `-H "Authorization: Bearer $TOKEN"`,
    ...(body ? [`-H 'Content-Type: application/json'`, `-d ${quote(JSON.stringify(body))}`] : []),
  ];
  return lines.join(' \\\n  ');
}
