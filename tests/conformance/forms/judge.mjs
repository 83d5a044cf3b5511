#!/usr/bin/env node
// Loads every form that the gateway issues into LHC-Forms, fills it in, and asks the gateway what is still open: the renderer's
// view of enableWhen and the gateway's criteria have to agree. ../README.md explains.
import { call } from '../shared/http.mjs';
import { options } from '../shared/options.mjs';
import { Served } from '../shared/served.mjs';
import { Renderer } from './renderer.mjs';

const given = options('forms');
const DISPLAYS = ['display', 'group'];
const itemsOf = (element) => (element.item ?? []).flatMap((one) => [one, ...itemsOf(one)]);
const questionsOf = (form) => itemsOf(form).filter((one) => !DISPLAYS.includes(one.type));

/** How somebody may answer: always the first option or a great number, always the second or a small one, both in turn. */
const manners = {
  'first option': () => true,
  'second option': () => false,
  'both in turn': (index) => index % 2 === 0,
};

/** 120 or 1, or what the form takes at the most or the least. */
function numberFor(item, first) {
  const bound = (name) => {
    const found = item.extension?.find((one) => one.url.endsWith(`/StructureDefinition/${name}`));
    return found && (found.valueInteger ?? found.valueDecimal);
  };
  return first ? Math.min(120, bound('maxValue') ?? 120) : Math.max(1, bound('minValue') ?? 1);
}

function answerTo(item, first) {
  const options = item.answerOption?.filter((one) => one.valueCoding?.code !== 'unknown');
  if (options?.length) return options[first ? 0 : options.length - 1];
  switch (item.type) {
    case 'decimal': return { valueDecimal: numberFor(item, first) };
    case 'integer': return { valueInteger: numberFor(item, first) };
    case 'quantity': return { valueQuantity: { value: numberFor(item, first) } };
    case 'date': return { valueDate: first ? '2026-01-02' : '1999-01-02' };
    case 'attachment': return { valueAttachment: { contentType: 'text/plain', title: 'report.txt', data: 'c3ludGhldGlj' } };
    default: return { valueString: 'synthetic' };
  }
}

/** Items with answers below the groups they stand in. */
function answeredItems(element, manner, counter = { at: 0 }) {
  return (element.item ?? []).flatMap((one) => {
    const inside = answeredItems(one, manner, counter);
    if (DISPLAYS.includes(one.type)) return inside.length ? [{ linkId: one.linkId, item: inside }] : [];
    const value = answerTo(one, manner(counter.at++));
    return value ? [{ linkId: one.linkId, answer: [value] }] : [];
  });
}

function responseTo(form, item) {
  return { resourceType: 'QuestionnaireResponse', questionnaire: `${form.url}|${form.version}`, status: 'in-progress',
    subject: { reference: 'Patient/p1' }, authored: '2026-01-05T09:00:00Z', item };
}

/** What the renderer kept of the answers, as the response to the adaptive form. */
function adaptiveResponse(shell, item) {
  const contained = { resourceType: 'Questionnaire', id: 'form', status: 'active', title: shell.title, derivedFrom: [`${shell.url}|${shell.version}`] };
  return { ...responseTo(shell, item), contained: [contained], questionnaire: '#form' };
}

const must = (holds, words) => { if (!holds) throw new Error(words); };

async function empty(renderer, form) {
  const page = await renderer.filled(form);
  must(page.errors.length === 0, `LHC-Forms complains: ${page.errors[0]}`);
  must(page.shown.length > 0, 'an empty form shows no question');
  const known = new Set(questionsOf(form).map((one) => one.linkId));
  for (const one of page.shown) must(known.has(one), `${one} is shown and is no question`);
  for (const one of questionsOf(form).filter((each) => page.shown.includes(each.linkId))) must(page.text.includes(one.text), `the text of ${one.linkId} is not on the page`);
  return page.shown.length;
}

/** Items without the answers that are hidden: LHC-Forms keeps those that an expression hides. */
function onPage(items, shown) {
  return (items ?? []).map((one) => (one.item ? { ...one, item: onPage(one.item, shown) } : one))
    .filter((one) => one.item?.length || (one.answer?.length && shown.includes(one.linkId)));
}

/** The answers that stay on the page decide: no required question that LHC-Forms hides is asked for by the gateway. */
async function decided(renderer, base, form, shell, manner) {
  const page = await renderer.filled(form, responseTo(form, answeredItems(form, manner)));
  must(page.errors.length === 0, `LHC-Forms complains: ${page.errors[0]}`);
  const item = onPage(page.response.item, page.shown);
  const kept = itemsOf({ item }).filter((one) => one.answer?.length).map((one) => one.linkId);
  const answer = await call('POST', `${base}/Questionnaire/$next-question`, adaptiveResponse(shell, item));
  must(answer.status === 200, `$next-question: ${answer.status} ${answer.text.slice(0, 300)}`);
  const required = new Set(questionsOf(form).filter((one) => one.required).map((one) => one.linkId));
  const open = questionsOf(answer.body.contained[0]).map((one) => one.linkId).filter((one) => required.has(one) && !kept.includes(one));
  must(open.length === 0, `still asked for: ${open}`);
  const hidden = questionsOf(form).map((one) => one.linkId).filter((one) => !page.shown.includes(one));
  return hidden.length;
}

async function draft(renderer, base, form) {
  const asked = { resourceType: 'Parameters', parameter: [{ name: 'questionnaire', valueCanonical: form.url }] };
  const answer = await call('POST', `${base}/Questionnaire/$questionnaire-package`, asked);
  must(answer.status === 200 && answer.body.resourceType === 'Bundle', `no package: ${answer.status}`);
  const sent = answer.body.entry.map((one) => one.resource).find((one) => one.resourceType === 'QuestionnaireResponse');
  must(sent, 'the package has no draft');
  const page = await renderer.filled(form, sent);
  must(page.errors.length === 0, `LHC-Forms complains of the draft: ${page.errors[0]}`);
}

async function judged(renderer, base, form, shell) {
  const shown = await empty(renderer, form);
  await draft(renderer, base, form);
  const hidden = [];
  for (const [name, manner] of Object.entries(manners)) {
    try {
      hidden.push(await decided(renderer, base, form, shell, manner));
    } catch (error) {
      throw new Error(`${name}: ${error.message}`);
    }
  }
  return `${questionsOf(form).length} questions, ${shown} shown at first; hidden by answers: ${hidden.join(', ')}`;
}

async function main() {
  const gateway = given.target ? null : await new Served({ binary: given.binary }).start();
  const base = `${given.target ?? gateway.url}/fhir/2.0.1`;
  let failed = 0;
  try {
    const renderer = new Renderer();
    const all = (await call('GET', `${base}/Questionnaire`)).body.entry.map((one) => one.resource);
    const forms = all.filter((one) => one.item?.length);
    must(forms.length > 0, 'the gateway issues no form');
    console.log(`Forms in LHC-Forms ${renderer.forms.lformsVersion}`);
    for (const form of forms) {
      const shell = all.find((one) => one.url === `${form.url}-adaptive`);
      const name = form.url.split('/').at(-1);
      try {
        must(shell, 'it has no adaptive form');
        console.log(`  pass ${name}: ${await judged(renderer, base, form, shell)}`);
      } catch (error) {
        failed += 1;
        console.log(`  FAIL ${name}: ${error.message}`);
      }
    }
    console.log(`${forms.length - failed} of ${forms.length} forms pass`);
  } finally {
    await gateway?.stop({ keep: given.keep });
  }
  return failed === 0 ? 0 : 1;
}

process.exit(await main().catch((error) => {
  console.error(String(error?.stack ?? error));
  return 3;
}));
