// LHC-Forms (NLM's renderer of SDC forms) without a browser: loads a Questionnaire, fills it in, tells what it shows.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { JSDOM, VirtualConsole } from 'jsdom';

const RENDER_MS = 20_000;
const dist = join(dirname(createRequire(import.meta.url).resolve('lforms/package.json')), 'dist/lforms');

export class Renderer {
  constructor() {
    this.complaints = [];
    const listener = new VirtualConsole();
    for (const kind of ['error', 'jsdomError']) listener.on(kind, (...said) => this.complaints.push(said.map(String).join(' ')));
    const { window } = new JSDOM('<!doctype html><html><body><div id="form"></div></body></html>',
      { runScripts: 'outside-only', pretendToBeVisual: true, url: 'http://localhost/', virtualConsole: listener });
    const seen = class { observe() {} unobserve() {} disconnect() {} };
    Object.assign(window, { structuredClone, TextEncoder, TextDecoder, ResizeObserver: seen, IntersectionObserver: seen,
      matchMedia: () => ({ matches: false, addListener() {}, removeListener() {}, addEventListener() {}, removeEventListener() {} }),
      fetch: () => Promise.reject(new Error('offline')) });
    window.HTMLElement.prototype.scrollIntoView = () => {};
    for (const script of ['webcomponent/assets/lib/zone.min.js', 'webcomponent/lhc-forms.js', 'fhir/R4/lformsFHIR.min.js']) {
      window.eval(readFileSync(join(dist, script), 'utf8'));
    }
    this.forms = window.LForms;
    this.place = window.document.getElementById('form');
  }

  /** Renders the form with these answers: {shown: link ids of the questions on the page, response, errors}. */
  async filled(questionnaire, answers) {
    this.complaints.length = 0;
    const { Util } = this.forms;
    let form = Util.convertFHIRQuestionnaireToLForms(structuredClone(questionnaire), 'R4');
    if (answers) form = Util.mergeFHIRDataIntoLForms(structuredClone(answers), form, 'R4');
    let timer;
    const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error('the form was not rendered in time')), RENDER_MS); });
    await Promise.race([Util.addFormToPage(form, this.place), late]).finally(() => clearTimeout(timer));
    const model = Util._getFormObjectInScope(this.place);
    return {
      shown: shownOf(model.items),
      text: this.place.textContent,
      response: Util.getFormFHIRData('QuestionnaireResponse', 'R4', this.place),
      // What is still to be filled in is no fault of the form.
      errors: [...(Util.checkValidity(this.place) ?? []).filter((one) => !one.endsWith('requires a value')), ...this.complaints],
    };
  }
}

function shownOf(items) {
  return (items ?? []).flatMap((one) => {
    const hidden = one._skipLogicStatus === 'target-disabled' || one._enableWhenExpVal === false;
    return hidden ? [] : [...(['TITLE', 'SECTION'].includes(one.dataType) ? [] : [one.linkId]), ...shownOf(one.items)];
  });
}
