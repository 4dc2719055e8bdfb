import type { ServerResponse } from 'node:http';
import helmet from 'helmet';
import { publicUrl } from '../../../lib/env.ts';

/** What helmet would set, asked once at start: the headers are the same for every answer, errors and static files too. */
export const securityHeaders: Readonly<Record<string, string>> = collectHeaders();

function collectHeaders(): Record<string, string> {
  const isSecure = publicUrl().startsWith('https:');
  const found = new Map<string, string>();
  const recorder = {
    setHeader: (name: string, value: string) => found.set(name.toLowerCase(), value),
    removeHeader: () => undefined,
  } as unknown as ServerResponse;
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // Mantine and the API reference set style attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(isSecure && { upgradeInsecureRequests: [] }),
      },
    },
    strictTransportSecurity: isSecure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    frameguard: { action: 'deny' },
    // Other origins may read the API where CORS_ORIGINS lets them; CORS decides, not this.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    // For Internet Explorer and Flash.
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  })({} as never, recorder, () => undefined);
  return Object.fromEntries(found);
}
