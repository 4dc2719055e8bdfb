import type { ServerResponse } from 'node:http';
import helmet, { type HelmetOptions } from 'helmet';
import { publicUrl } from '../../../lib/env.ts';

const isSecure = publicUrl().startsWith('https:');

const forAll = {
  strictTransportSecurity: isSecure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  frameguard: { action: 'deny' },
  // Other origins may read the API where CORS_ORIGINS lets them; CORS decides, not this.
  crossOriginResourcePolicy: { policy: 'cross-origin' },
  // For Internet Explorer and Flash.
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
} satisfies HelmetOptions;

/** Of what a browser shows as a page: the admin page and the API reference. */
export const pageHeaders = collectHeaders({
  ...forAll,
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
});

/**
 * Of every other answer, problems too. Opened as a page by itself it may do nothing, whatever is in it; what only says how a page behaves
 * is left out (OWASP REST Security Cheat Sheet, "Security Headers").
 */
export const apiHeaders = collectHeaders({
  ...forAll,
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  referrerPolicy: false,
  dnsPrefetchControl: false,
});

/** What helmet would set, asked once at start. */
function collectHeaders(options: HelmetOptions): Readonly<Record<string, string>> {
  const found = new Map<string, string>();
  const recorder = {
    setHeader: (name: string, value: string) => found.set(name.toLowerCase(), value),
    removeHeader: () => undefined,
  } as unknown as ServerResponse;
  helmet(options)({} as never, recorder, () => undefined);
  return Object.fromEntries(found);
}
