import type { ServiceBroker } from 'moleculer';
import { platformVersion } from '../../../lib/version.ts';
import { API_VERSIONS } from '../hooks/check-api-version.ts';
import { listApiActions } from './api-action.ts';
import { buildDocument } from './document.ts';

/** The API as a document, made when it is asked for and kept until services come or go. */
export class ApiDocument {
  readonly #broker: ServiceBroker;
  #text: string | undefined;

  constructor(broker: ServiceBroker) {
    this.#broker = broker;
    broker.localBus.on('$services.changed', () => {
      this.#text = undefined;
    });
  }

  text(): string {
    const info = { title: 'site11', version: platformVersion, apiVersions: API_VERSIONS };
    this.#text ??= JSON.stringify(buildDocument(listApiActions(this.#broker), info));
    return this.#text;
  }
}
