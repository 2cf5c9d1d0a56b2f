import { randomUUID } from "node:crypto";
import { Redis } from "@upstash/redis";

export const url = required("UPSTASH_REDIS_REST_URL");
export const token = required("UPSTASH_REDIS_REST_TOKEN");

export function connect(options = {}) {
  return new Redis({ url, token, enableTelemetry: false, retry: false, ...options });
}

/** A key that no other test uses. */
export function key(name) {
  return `conformance:${name}:${randomUUID()}`;
}

/** A request as curl would send it. */
export function raw(path, { headers = {}, bearer = token, ...init } = {}) {
  const authorization = bearer === null ? {} : { Authorization: `Bearer ${bearer}` };
  return fetch(url + path, { ...init, headers: { ...authorization, ...headers } });
}

function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
