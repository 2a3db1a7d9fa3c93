// Where a number may be, as time zones, from its calling code. For a country with several zones: those at
// its ends, because nobody knows which of them it is. Pure.
import { countryOf } from './dialling.ts';

export interface Caller {
  /** The number that calls, in E.164. */
  readonly from: string;
  /** The account's zone. Its own country's numbers are there, and those of countries that are not known. */
  readonly zone: string;
}

/** Time zones in which a number may be. */
export function zonesOf(number: string, { from, zone }: Caller): readonly string[] {
  const country = countryOf(number);
  const zones = country === countryOf(from) ? undefined : byCountry.get(country);
  return zones ?? [zone];
}

/** Zones by calling code (ITU-T E.164; tz database). Countries that are not listed count as the account's. */
const byCountry: ReadonlyMap<string, readonly string[]> = new Map(
  `1 America/New_York Pacific/Honolulu
7 Europe/Kaliningrad Asia/Kamchatka
7 6 Asia/Almaty
20 Africa/Cairo
27 Africa/Johannesburg
30 Europe/Athens
31 Europe/Amsterdam
32 Europe/Brussels
33 Europe/Paris
34 Europe/Madrid Atlantic/Canary
36 Europe/Budapest
39 Europe/Rome
40 Europe/Bucharest
41 Europe/Zurich
43 Europe/Vienna
44 Europe/London
45 Europe/Copenhagen
46 Europe/Stockholm
47 Europe/Oslo
48 Europe/Warsaw
49 Europe/Berlin
51 America/Lima
52 America/Tijuana America/Cancun
54 America/Argentina/Buenos_Aires
55 America/Rio_Branco America/Noronha
56 America/Santiago Pacific/Easter
57 America/Bogota
60 Asia/Kuala_Lumpur
61 Australia/Perth Australia/Sydney
62 Asia/Jakarta Asia/Jayapura
63 Asia/Manila
64 Pacific/Auckland
65 Asia/Singapore
66 Asia/Bangkok
81 Asia/Tokyo
82 Asia/Seoul
84 Asia/Ho_Chi_Minh
86 Asia/Shanghai
90 Europe/Istanbul
91 Asia/Kolkata
92 Asia/Karachi
94 Asia/Colombo
98 Asia/Tehran
212 Africa/Casablanca
234 Africa/Lagos
254 Africa/Nairobi
351 Europe/Lisbon Atlantic/Azores
352 Europe/Luxembourg
353 Europe/Dublin
354 Atlantic/Reykjavik
356 Europe/Malta
357 Asia/Nicosia
358 Europe/Helsinki
359 Europe/Sofia
370 Europe/Vilnius
371 Europe/Riga
372 Europe/Tallinn
380 Europe/Kyiv
381 Europe/Belgrade
385 Europe/Zagreb
386 Europe/Ljubljana
387 Europe/Sarajevo
420 Europe/Prague
421 Europe/Bratislava
423 Europe/Vaduz
852 Asia/Hong_Kong
886 Asia/Taipei
966 Asia/Riyadh
971 Asia/Dubai
972 Asia/Jerusalem
977 Asia/Kathmandu`
    .split('\n')
    .map((line) => {
      const words = line.split(' ');
      const codes = words.filter((word) => /^\d+$/.test(word));
      return [codes.join(' '), words.slice(codes.length)] as const;
    }),
);
