/**
 * moleculer-runner lets any variable that is called like a broker option (CACHER), or like a path into one (CACHER_TYPE), replace that
 * option: VALIDATOR=false would switch validation off, MIDDLEWARES authorization, and with TRANSPORTER nobody's packets would be
 * verified. A test holds this list against Moleculer's own.
 */
const BROKER_OPTIONS = new Set(
  (
    'BULKHEAD CACHER CIRCUITBREAKER CONTEXTFACTORY CONTEXTPARAMSCLONING DEPENDENCYINTERVAL DEPENDENCYTIMEOUT DISABLEBALANCER ' +
    'ERRORHANDLER ERRORREGENERATOR HEARTBEATINTERVAL HEARTBEATTIMEOUT HOTRELOAD INTERNALMIDDLEWARES INTERNALSERVICES LOGGER ' +
    'LOGLEVEL MAXCALLLEVEL MAXSAFEOBJECTSIZE METADATA METRICS MIDDLEWARES NODEID REGISTRY REPLOPTIONS REQUESTTIMEOUT RETRYPOLICY ' +
    'SERIALIZER SERVICEFACTORY SKIPPROCESSEVENTREGISTRATION TRACING TRACKING TRANSIT TRANSPORTER UIDGENERATOR VALIDATOR'
  ).split(' '),
);

/** Whether this variable would replace a part of the broker's configuration. @param own variables that are this platform's */
export function replacesGuard(name: string, own: object): boolean {
  const [option = ''] = name.split('_');
  if (option === 'MOL') return name !== 'MOL';
  return BROKER_OPTIONS.has(option) && !Object.hasOwn(own, name.replace(/_FILE$/, ''));
}
