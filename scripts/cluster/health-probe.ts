import { get } from 'node:http';

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
    const request = get(`${address}/health/ready`, { agent: false, timeout }, (response) => {
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
