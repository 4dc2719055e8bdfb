/** Made-up people from many places, so that lists show what lists have to cope with. The same every time. */
export interface Person {
  name: string;
  email: string;
  locale: string;
  timeZone: string;
}

interface Region {
  locale: string;
  timeZone: string;
  given: string[];
  family: string[];
}

const regions: Region[] = [
  {
    locale: 'en-GB',
    timeZone: 'Europe/London',
    given: ['Amelia', 'Callum', 'Freya', 'Jude', 'Imogen', 'Rory'],
    family: ['Ashworth', 'Okafor', 'Penrose', "O'Donnell", 'Whitlock'],
  },
  {
    locale: 'de-DE',
    timeZone: 'Europe/Berlin',
    given: ['Jürgen', 'Änne', 'Matthias', 'Friederike', 'Kemal', 'Lena'],
    family: ['Großmann', 'Yıldız', 'von der Heide', 'Schäfer', 'Krüger'],
  },
  {
    locale: 'fr-FR',
    timeZone: 'Europe/Paris',
    given: ['Zoé', 'Étienne', 'Maëlle', 'Rayan', 'Solène', 'Loïc'],
    family: ['Lefèvre', 'Benali', 'Girard', 'Roussel', 'N’Diaye'],
  },
  {
    locale: 'pl-PL',
    timeZone: 'Europe/Warsaw',
    given: ['Łukasz', 'Agnieszka', 'Michał', 'Żaneta', 'Paweł', 'Kinga'],
    family: ['Wiśniewska', 'Zając', 'Kowalczyk', 'Dąbrowski', 'Szczepańska'],
  },
  {
    locale: 'ja-JP',
    timeZone: 'Asia/Tokyo',
    given: ['Haruto', 'Aoi', 'Ren', 'Yui', 'Sota', 'Mei'],
    family: ['Tanaka', 'Sato', 'Kobayashi', 'Yamamoto', 'Ito'],
  },
  {
    locale: 'pt-BR',
    timeZone: 'America/Sao_Paulo',
    given: ['João', 'Beatriz', 'Thiago', 'Conceição', 'Rafael', 'Inês'],
    family: ['Gonçalves', 'Araújo', 'da Silva', 'Magalhães', 'Teixeira'],
  },
  {
    locale: 'en-US',
    timeZone: 'America/Los_Angeles',
    given: ['Dakota', 'Marisol', 'Trevor', 'Priya', 'Hunter', 'Grace'],
    family: ['Nguyen', 'Castellanos', 'Whitaker', 'Raman', 'Kowalski-Reed'],
  },
];

/** `count` people; from the second round through all names on they have a middle initial. */
export function people(count: number): Person[] {
  return Array.from({ length: count }, (_, index) => person(index));
}

function person(index: number): Person {
  const region = regions[index % regions.length] as Region;
  const round = Math.floor(index / regions.length);
  const given = region.given[round % region.given.length] as string;
  const family = region.family[(round * 2 + index) % region.family.length] as string;
  const cycle = Math.floor(index / (regions.length * region.given.length * region.family.length));
  const initial = cycle === 0 ? '' : `${String.fromCharCode(64 + (cycle % 26))}. `;
  const name = `${given} ${initial}${family}`;
  return { name, email: `${mailbox(name)}.${index}@example.org`, locale: region.locale, timeZone: region.timeZone };
}

function mailbox(name: string): string {
  return name
    .replaceAll('ß', 'ss')
    .replaceAll(/[Łł]/g, 'l')
    .replaceAll('ı', 'i')
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, (gap) => (/\s/.test(gap) ? '.' : ''));
}
