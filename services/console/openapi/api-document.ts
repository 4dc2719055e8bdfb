import type { ServiceBroker } from 'moleculer';
import { platformVersion } from '../../../lib/version.ts';
import type { RouteSource } from '../gateway/router.ts';
import { API_VERSIONS } from '../hooks/check-api-version.ts';
import { listApiActions } from './api-action.ts';
import { buildDocument } from './document.ts';

/** The API as a document, made when it is asked for and kept until services come or go. */
export class ApiDocument {
  readonly #broker: ServiceBroker;
  readonly #known: { routes(): RouteSource[] } | undefined;
  #text: string | undefined;

  constructor(broker: ServiceBroker, known?: { routes(): RouteSource[] }) {
    this.#broker = broker;
    this.#known = known;
    broker.localBus.on('$services.changed', () => this.forget());
  }

  /** Services came, went or changed. */
  forget(): void {
    this.#text = undefined;
  }

  text(): string {
    const info = { title: 'site11', version: platformVersion, apiVersions: API_VERSIONS };
    this.#text ??= JSON.stringify(buildDocument(listApiActions(this.#broker, this.#known?.routes()), info));
    return this.#text;
  }
}
