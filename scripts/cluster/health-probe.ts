import { get } from 'node:http';
import { get as getSecurely } from 'node:https';

export interface Health {
  /** Any answer shows that the process lives. */
  isLive: boolean;
  isReady: boolean;
  /** "users: does not work in this process". */
  reasons: { field: string; code: string; message: string }[];
}

const silent: Health = { isLive: false, isReady: false, reasons: [] };

/** Asks the node server of a process how it is. */
export function probe(address: string, timeout = 3_000): Promise<Health> {
  return new Promise((resolve) => {
    const ask = address.startsWith('https:') ? getSecurely : get;
    // On this machine, and nothing secret: whether the process lives must show also when its certificate is the fault.
    const options = { agent: false, timeout, rejectUnauthorized: false } as const;
    const request = ask(`${address}/health/ready`, options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', () => resolve(silent));
      response.on('end', () => resolve(read(response.statusCode, text)));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(silent));
  });
}

function read(status: number | undefined, text: string): Health {
  try {
    const { errors = [] } = JSON.parse(text) as { errors?: Health['reasons'] };
    return { isLive: true, isReady: status === 200, reasons: errors };
  } catch {
    return { ...silent, isLive: true };
  }
}
