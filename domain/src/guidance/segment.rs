use super::{Case, Purchase, Reason, RecognisedSegment, Recognition};
use crate::{
    Dataset, Segment,
    value::{Cpv, CpvPrefix},
};

/// Most segments that are shown as context.
const CONTEXT: usize = 12;

/// A segment that fits a code, and by which of its prefixes.
#[derive(Debug, Clone, Copy)]
pub struct Fit<'a> {
    /// The segment.
    pub segment: &'a Segment,
    /// The nearest of its prefixes.
    pub prefix: &'a CpvPrefix,
    /// How the prefix lies to the code.
    pub recognition: Recognition,
}

impl Fit<'_> {
    fn recognised(&self, code: &Cpv, decides: bool, rule: &str) -> RecognisedSegment {
        let Self { segment, prefix, recognition } = self;
        let (held, label) = (prefix.code(), &segment.label);
        let text = match recognition {
            Recognition::Exact | Recognition::Named => format!("Le code {code} est rattaché au segment « {label} »."),
            Recognition::Broader => {
                format!("Le code {code} relève du code {held}, rattaché au segment « {label} ».")
            }
            Recognition::Narrower => {
                format!("Le code {code} contient le code {held}, rattaché au segment « {label} ».")
            }
        };
        RecognisedSegment {
            slug: segment.slug.clone(),
            label: label.clone(),
            decides,
            recognition: *recognition,
            cpv: Some(code.clone()),
            cpv_prefix: Some((*prefix).clone()),
            reason: Reason::new(rule, text),
        }
    }
}

/// The segments that fit `code`, each by its nearest prefix: those that decide first, then by slug.
#[must_use]
pub fn recognition<'a>(dataset: &'a Dataset, code: &Cpv) -> Vec<Fit<'a>> {
    let asked = code.prefix();
    let mut fits = Vec::new();
    for segment in &dataset.segments {
        let near = segment.cpv_prefixes.iter().filter(|prefix| prefix.fits(&asked));
        // The longest at or above the code, else the shortest under it.
        let nearest = near.max_by_key(|prefix| {
            let length = prefix.as_str().len();
            if prefix.holds(&asked) { (1, length) } else { (0, usize::MAX - length) }
        });
        if let Some(prefix) = nearest {
            let recognition = match (prefix == &asked, prefix.holds(&asked)) {
                (true, _) => Recognition::Exact,
                (false, true) => Recognition::Broader,
                (false, false) => Recognition::Narrower,
            };
            fits.push(Fit { segment, prefix, recognition });
        }
    }
    let all = fits.clone();
    fits.sort_by_key(|fit| decides(dataset, &all, fit).is_none());
    fits
}

/// Whether the segment of `fit` decides, and by which rule: G02, else G03.
fn decides(dataset: &Dataset, fits: &[Fit<'_>], fit: &Fit<'_>) -> Option<&'static str> {
    let above = |fit: &&Fit<'_>| fit.recognition != Recognition::Narrower;
    let longest = fits.iter().filter(above).map(|fit| fit.prefix.as_str().len()).max();
    if let Some(longest) = longest {
        return (above(&fit) && fit.prefix.as_str().len() == longest).then_some("G02");
    }
    let ancestors = dataset.ancestors(fit.segment);
    let under_another = fits.iter().any(|other| ancestors.iter().any(|above| above.slug == other.segment.slug));
    (!under_another).then_some("G03")
}

/// The segments that decide: those named, else those that the codes lead to.
pub(super) fn primary<'a>(dataset: &'a Dataset, purchase: &Purchase) -> Vec<(&'a Segment, RecognisedSegment)> {
    let named = purchase.segments.iter().filter_map(|slug| dataset.segment(slug));
    let mut primary: Vec<(&Segment, RecognisedSegment)> = named
        .map(|segment| {
            let text = format!("Le segment « {} » est indiqué par l'acheteur.", segment.label);
            let recognised = RecognisedSegment {
                slug: segment.slug.clone(),
                label: segment.label.clone(),
                decides: true,
                recognition: Recognition::Named,
                cpv: None,
                cpv_prefix: None,
                reason: Reason::new("G01", text),
            };
            (segment, recognised)
        })
        .collect();
    if primary.is_empty() {
        for code in &purchase.cpv {
            let fits = recognition(dataset, code);
            for fit in &fits {
                if let Some(rule) = decides(dataset, &fits, fit)
                    && primary.iter().all(|(known, _)| known.slug != fit.segment.slug)
                {
                    primary.push((fit.segment, fit.recognised(code, true, rule)));
                }
            }
        }
    }
    primary
}

/// Every segment that the purchase belongs to: those that decide, then the context, the most precise first.
pub(super) fn recognised(case: &Case<'_>) -> Vec<RecognisedSegment> {
    let mut all: Vec<RecognisedSegment> = case.primary.iter().map(|(_, recognised)| recognised.clone()).collect();
    let mut context: Vec<RecognisedSegment> = Vec::new();
    for code in &case.purchase.cpv {
        for fit in recognition(case.dataset, code) {
            let rule = if fit.recognition == Recognition::Narrower { "G03" } else { "G02" };
            if all.iter().chain(&context).all(|known| known.slug != fit.segment.slug) {
                context.push(fit.recognised(code, false, rule));
            }
        }
    }
    context.sort_by(|a, b| {
        let length = |it: &RecognisedSegment| it.cpv_prefix.as_ref().map_or(0, |prefix| prefix.as_str().len());
        (a.recognition, length(b), &a.slug).cmp(&(b.recognition, length(a), &b.slug))
    });
    context.truncate(CONTEXT);
    all.extend(context);
    all
}
