// The sample shop in German.
import type { SampleWords } from './words.ts';

export const de: SampleWords = {
  account: 'Aldermoor (Beispielshop)',
  app: 'Aldermoor-App',
  sections: {
    home: 'Start',
    category: 'Kategorie',
    product: 'Produkt',
    search: 'Suche',
    cart: 'Warenkorb',
    checkout: 'Kasse',
    order: 'Bestellung',
    help: 'Hilfe',
  },
  goals: { purchase: 'Kauf', payment: 'Zahlung erreicht' },
  skills: { advice: 'Beratung', orders: 'Bestellungen', returns: 'Rücksendungen' },
  campaigns: {
    checkout: {
      name: 'Hilfe an der Kasse',
      headline: 'Noch eine Frage vor der Bestellung?',
      text: 'Wir sind da und antworten sofort.',
      action: 'Chatten Sie mit uns',
    },
    advice: {
      name: 'Lichtberatung',
      headline: 'Welche Lampe passt in Ihren Raum?',
      text: 'Unser Ratgeber dauert zwei Minuten.',
      action: 'Ratgeber lesen',
    },
    newsletter: {
      name: 'Newsletter über der Seite',
      headline: 'Bleiben wir in Kontakt',
      text: 'Abonnieren Sie unseren Brief und erfahren Sie zuerst von neuen Stücken.',
      action: 'Abonnieren',
    },
    delivery: {
      name: 'Banner kostenlose Lieferung',
      headline: 'Kostenlose Lieferung ab 150',
      text: 'In zwei Werktagen bei Ihnen.',
      action: 'So geht es',
    },
    returning: {
      name: 'Gemeinsam wählen',
      headline: 'Wählen wir gemeinsam aus?',
      text: 'Erzählen Sie von Ihrem Raum, und wir schlagen vor, was passt.',
      action: 'Beratung fragen',
    },
  },
  away: 'Gerade ist niemand da. Hinterlassen Sie eine Nachricht, wir antworten per E-Mail.',
  topics: [
    {
      name: 'Lieferzeit',
      skill: 'orders',
      asks: [
        'Kommt die Lampe vor Freitag an? Sie ist ein Geschenk.',
        'Wie lange dauert die Lieferung im Moment?',
        'Liefern Sie auch samstags?',
      ],
      answers: [
        'Bis 14 Uhr bestellt, ist sie in zwei Werktagen bei Ihnen.',
        'Sie ist auf Lager und verlässt heute unsere Werkstatt.',
      ],
      more: ['Kann ich eine Uhrzeit wählen?', 'Und wenn ich nicht zu Hause bin?'],
      last: [
        'Ja, der Zusteller schreibt Ihnen am Vorabend und nennt zwei Stunden.',
        'Dann wartet das Paket sieben Tage im Paketshop auf Sie.',
      ],
    },
    {
      name: 'Rücksendung',
      skill: 'returns',
      asks: [
        'Der Sessel ist schön, aber zu breit für unser Zimmer. Kann ich ihn zurückgeben?',
        'Wie schicke ich einen Schirm zurück, der nicht passt?',
      ],
      answers: [
        'Natürlich. Sie haben 30 Tage Zeit, und Möbel holen wir bei Ihnen ab.',
        'Das Etikett liegt im Karton. Kleben Sie es auf das Paket und geben Sie es ab.',
      ],
      more: ['Wann bekomme ich mein Geld zurück?', 'Brauche ich den Originalkarton?'],
      last: [
        'Zwei Tage nachdem es hier ist, auf dem Weg, auf dem Sie bezahlt haben.',
        'Nein, jeder feste Karton ist recht.',
      ],
    },
    {
      name: 'Lampe wählen',
      skill: 'advice',
      asks: [
        'Ist die Orla hell genug zum Lesen?',
        'Welche Leuchte passt über einen runden Tisch mit 120 cm?',
        'Kann man die Brae dimmen?',
      ],
      answers: [
        'Ja: Der Schirm lässt sich neigen, und sie nimmt Birnen bis 60 W.',
        'Die Brae in Rauchglas, mit der Unterkante 60 cm über dem Tisch.',
        'Ja, mit einer dimmbaren Birne. Drei haben wir geprüft und nennen sie gern.',
      ],
      more: ['Welche Birne passt?', 'Ist eine Birne dabei?'],
      last: ['Eine E27, warmweiß, 2700 K.', 'Ja, und eine zweite liegt im Karton.'],
    },
    {
      name: 'Zahlung fehlgeschlagen',
      skill: 'orders',
      asks: [
        'Meine Karte wird im letzten Schritt abgelehnt. Was kann ich tun?',
        'Die Zahlungsseite meldet einen Fehler.',
      ],
      answers: [
        'Das tut mir leid. Ihre Bank fragt in ihrer App nach einer Bestätigung.',
        'Bitte versuchen Sie es in einem neuen Tab. Ihr Warenkorb bleibt erhalten.',
      ],
      more: ['Kann ich auf Rechnung zahlen?', 'Ich habe es zweimal versucht. Wurde abgebucht?'],
      last: [
        'Ja, wählen Sie auf der Zahlungsseite Rechnung und zahlen Sie in 14 Tagen.',
        'Nein. Es wurde nichts gebucht; die Reservierung endet heute Nacht von selbst.',
      ],
    },
    {
      name: 'Material und Pflege',
      skill: 'advice',
      asks: [
        'Wie pflege ich den geölten Eichentisch?',
        'Ist die Wolle des Sund strapazierfähig? Wir haben zwei Katzen.',
      ],
      answers: [
        'Feucht abwischen und einmal im Jahr ölen. Ein Fläschchen liegt bei.',
        'Ja: 45.000 Touren im Martindale-Test. Die Bezüge sind waschbar.',
      ],
      more: ['Welches Öl empfehlen Sie?', 'Kann ich ein Stoffmuster sehen?'],
      last: [
        'Ein Hartwachsöl wie das im Fläschchen. Wir verkaufen es auch.',
        'Gern. Drei Muster gehen heute in einem Umschlag an Sie.',
      ],
    },
  ],
  greetings: [
    'Guten Tag {name}, danke für Ihre Frage.',
    'Guten Tag, hier ist {agent}. Gern helfe ich.',
  ],
  thanks: ['Danke, das hilft.', 'Perfekt, dann bestelle ich jetzt.', 'Super, vielen Dank.'],
  farewells: ['Gern geschehen. Einen schönen Tag.', 'Gern. Schreiben Sie jederzeit wieder.'],
  notes: [
    'Möchte auch eine Geschenkverpackung.',
    'Hat die Bestellnummer zur Hand.',
    'Möchte lieber angerufen werden.',
  ],
  left: [
    'Können Sie mir ein Angebot für acht Hocker Vik schicken?',
    'Die Tischplatte kam mit einem Kratzer an. Was nun?',
    'Gibt es den Halla auch mit 220 cm?',
    'Ich möchte die Lieferadresse meiner Bestellung ändern.',
    'Wann ist der Mire wieder auf Lager?',
  ],
  comments: [
    'Schnell und freundlich.',
    'Sehr gute Beratung.',
    'Ich musste etwas warten.',
    'Jetzt ist alles klar.',
  ],
  dispositions: ['Gelöst', 'Bestellt', 'Nicht gelöst'],
  answers: [
    {
      shortcut: 'lieferung',
      title: 'Lieferzeit',
      text: 'Bis 14 Uhr bestellt, ist es in zwei Werktagen bei Ihnen.',
    },
    {
      shortcut: 'retoure',
      title: 'Rücksendung',
      text: 'Sie haben 30 Tage Zeit, {{visitor.firstName}}. Das Etikett liegt im Karton.',
    },
    {
      shortcut: 'birne',
      title: 'Welche Birne passt',
      text: 'Die Orla nimmt E27-Birnen bis 60 W.',
    },
  ],
  searches: ['eichentisch', 'leselampe', 'dimmbar', 'hocker esche', 'schirm leinen'],
  lunch: 'Mittag',
  contact: 'Fragen Sie uns',
};
