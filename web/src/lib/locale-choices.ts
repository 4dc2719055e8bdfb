const names = new Intl.DisplayNames(['en'], { type: 'language' });

/** Languages that are offered; any other BCP 47 tag can be set through the API and is kept. */
const locales = [
  'ar',
  'bg',
  'bn',
  'cs',
  'da',
  'de',
  'de-AT',
  'de-CH',
  'el',
  'en',
  'en-AU',
  'en-CA',
  'en-GB',
  'en-IN',
  'en-US',
  'es',
  'es-MX',
  'et',
  'fa',
  'fi',
  'fr',
  'fr-CA',
  'fr-CH',
  'he',
  'hi',
  'hr',
  'hu',
  'id',
  'it',
  'ja',
  'ko',
  'lt',
  'lv',
  'nb',
  'nl',
  'pl',
  'pt',
  'pt-BR',
  'ro',
  'ru',
  'sk',
  'sl',
  'sr',
  'sv',
  'th',
  'tr',
  'uk',
  'vi',
  'zh-CN',
  'zh-TW',
];

export function localeName(locale: string): string {
  try {
    return names.of(locale) ?? locale;
  } catch {
    return locale;
  }
}

interface Choice {
  value: string;
  label: string;
}

/** Languages by name, with the one that is set even when it is not among them. */
export function localeChoices(current: string | null): Choice[] {
  const all = current && !locales.includes(current) ? [...locales, current] : locales;
  return all
    .map((value) => ({ value, label: `${localeName(value)} (${value})` }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

export function timeZoneChoices(current: string | null): string[] {
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  return current && !zones.includes(current) ? [current, ...zones] : zones;
}
