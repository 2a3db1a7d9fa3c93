// Contacts with addresses that move between them when agents merge, separate and undo, and a
// campaign period over them whose unit is the contact. It records violations of the invariants.
import { ContactId, DecisionId } from '@opportune/protocol/ids.ts';
import type { Arm } from '../../arms.ts';
import {
  decideFor,
  freshAddress,
  standingOf,
  type AddressRecord,
  type Standing,
} from '../contact-period.ts';

/** Numbers identify contacts, or addresses, modulo how many there are. */
export type Deed =
  | { readonly type: 'decide' | 'reach' | 'join'; readonly contact: number }
  | { readonly type: 'merge'; readonly from: number; readonly into: number }
  | { readonly type: 'separate'; readonly address: number; readonly to: number };

interface Decision {
  readonly id: DecisionId;
  readonly standing: Standing;
}

export class Contacts {
  readonly decisions: Decision[] = [];
  /** How much each unit was credited with, and how much was reached by contacts that count. */
  readonly reached = new Map<string, number>();
  reachedInAll = 0;
  /** Addresses of control or of the holdout that something was offered to. */
  readonly treatedInControl: string[] = [];
  /** Addresses that belonged to one unit and then to another. */
  readonly movedUnits: string[] = [];
  readonly #draw: (id: string) => Arm;
  /** The contact of each address. */
  readonly #owners = new Map<string, ContactId>();
  readonly #records = new Map<string, AddressRecord>();

  constructor(draw: (id: string) => Arm) {
    this.#draw = draw;
  }

  /** This many contacts with an address each. */
  static of(many: number, draw: (id: string) => Arm): Contacts {
    const contacts = new Contacts(draw);
    for (let at = 0; at < many; at++) contacts.add(idOf(at), `address ${at}`);
    return contacts;
  }

  add(contact: ContactId, ...addresses: readonly string[]): void {
    for (const address of addresses) this.#owners.set(address, contact);
  }

  move(addresses: readonly string[], to: ContactId): void {
    for (const address of addresses) this.#owners.set(address, to);
  }

  standing(contact: ContactId): Standing | null {
    return standingOf(this.#recordsOf(this.#addressesOf(contact)));
  }

  /** The standing of an enrolled contact. */
  standingOf(contact: ContactId): Standing {
    const standing = this.standing(contact);
    if (standing === null) throw new Error(`${contact} is not enrolled`);
    return standing;
  }

  /** A contact without an address has nothing to decide for. */
  decide(contact: ContactId, at: number): void {
    const addresses = this.#addressesOf(contact);
    if (addresses.length === 0) return;
    const id = DecisionId.parse(`d${this.decisions.length}`);
    const { standing, addresses: after } = decideFor(this.#recordsOf(addresses), {
      ...{ contact, decision: id, at },
      draw: this.#draw,
    });
    this.decisions.push({ id, standing });
    for (const [index, address] of addresses.entries()) {
      const [was, is] = [this.#records.get(address), after[index] ?? freshAddress];
      if (was?.enrolment && was.enrolment !== is.enrolment) this.movedUnits.push(address);
      if (standing.isOffered && isUntreated(was?.enrolment?.arm))
        this.treatedInControl.push(address);
      this.#records.set(address, is);
    }
  }

  reach(contact: ContactId): void {
    const unit = this.standing(contact)?.enrolment.unit.id;
    if (unit === undefined) return;
    this.reachedInAll++;
    this.reached.set(unit, (this.reached.get(unit) ?? 0) + 1);
  }

  /** Every unit with the arm of its first decision. */
  counted(): ReadonlyMap<string, Arm> {
    const units = new Map<string, Arm>();
    for (const { enrolment } of this.#records.values())
      if (enrolment !== null) units.set(enrolment.unit.id, enrolment.arm);
    return units;
  }

  play(deed: Deed): void {
    switch (deed.type) {
      case 'decide':
        return this.decide(idOf(deed.contact), this.decisions.length);
      case 'reach':
        return this.reach(idOf(deed.contact));
      case 'join':
        return this.add(idOf(deed.contact), `address ${this.#owners.size}`);
      case 'merge':
        return this.move(this.#addressesOf(idOf(deed.from)), idOf(deed.into));
      case 'separate':
        return this.move([`address ${deed.address}`], idOf(deed.to));
      default:
        deed satisfies never;
    }
  }

  #addressesOf(contact: ContactId): readonly string[] {
    return [...this.#owners].flatMap(([address, owner]) => (owner === contact ? [address] : []));
  }

  #recordsOf(addresses: readonly string[]): readonly AddressRecord[] {
    return addresses.map((address) => this.#records.get(address) ?? freshAddress);
  }
}

function idOf(contact: number): ContactId {
  return ContactId.parse(`contact-${contact}`);
}

function isUntreated(arm: Arm | undefined): boolean {
  return arm?.type === 'control' || arm?.type === 'holdout';
}
