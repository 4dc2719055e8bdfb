import bowser from 'bowser';
import { type Static, Type } from '../../../lib/schema.ts';

/** What a person recognises their device by. */
export const deviceSchema = Type.Object({
  /** As the client calls itself at login. */
  name: Type.Union([Type.String(), Type.Null()]),
  browser: Type.Union([Type.String(), Type.Null()]),
  os: Type.Union([Type.String(), Type.Null()]),
  type: Type.Union([Type.String(), Type.Null()]),
});

export type Device = Static<typeof deviceSchema>;

/** A User-Agent is the client's to choose and bowser runs many regular expressions over it: real ones are shorter than this. */
const MAX_USER_AGENT = 256;

/** Reads a User-Agent header: browsers by name and version, other programs by their first product ("curl 8.5.0"). */
export function describeDevice(userAgent: string | undefined, name: string | null = null): Device {
  const text = (userAgent ?? '').slice(0, MAX_USER_AGENT);
  if (text.trim() === '') return { name, browser: null, os: null, type: null };
  const { browser, os, platform } = bowser.parse(text);
  return {
    name,
    browser: browser.name ? join(browser.name, majorOf(browser.version)) : firstProduct(text),
    os: os.name ? join(os.name, os.version) : null,
    type: platform.type ?? null,
  };
}

function join(name: string, version: string | undefined): string {
  return version ? `${name} ${version}` : name;
}

function majorOf(version: string | undefined): string | undefined {
  return version?.split('.')[0];
}

/** RFC 9110, 10.1.5: a User-Agent begins with a product, optionally with "/version". */
function firstProduct(text: string): string | null {
  const product = /^([A-Za-z][\w.-]{0,40})(?:\/([\w.-]{1,20}))?/.exec(text);
  return product?.[1] ? join(product[1], product[2]) : null;
}
