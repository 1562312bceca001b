//! The page as a whole.

use leptos::prelude::*;

use super::atlas::Atlas;
use super::console::Console;
use super::counters::Counters;
use super::course::Course;
use super::editing::Editing;
use super::editor::Editor;
use super::files::Files;
use super::greeting::Greeting;
use super::inspector::Inspector;
use super::keep::{Keep, KeepPanel, Notices};
use super::launch::{LaunchDialog, Launching};
use super::legend::Legend;
use super::lesson::{LessonCard, Lessons};
use super::looking::Looking;
use super::panes::{ALL, LOWER, Pane, Panes, Tabs};
use super::parts::text;
use super::remarks::Remarks;
use super::split::{Divider, Side};
use super::stage_view::StageView;
use super::talk::Talk;
use super::time_controls::TimeControls;
use super::timeline::Timeline;
use super::top_bar::TopBar;
use super::tree::Tree;
use super::trouble::Trouble;
use super::waves::Waves;
use super::{heartbeat, keys, theme};

/// The page.
#[component]
pub fn App() -> impl IntoView {
    let (atlas, talk, launching) = (Atlas::new(), Talk::new(), Launching::new());
    provide_context(atlas);
    provide_context(talk);
    provide_context(launching);
    provide_context(Editing::new());
    let keep = Keep::new();
    provide_context(keep);
    let panes = Panes::new();
    provide_context(panes);
    provide_context(Looking::recall());
    let lessons = RwSignal::new(false);
    theme::follow(atlas);
    keys::listen(atlas, talk, panes);
    heartbeat::start(atlas, talk, keep);
    // What is picked on the stage is shown, also where the inspector is behind a tab.
    Effect::new(move |_| {
        if atlas.selection.get().is_some() {
            panes.narrow.set(Pane::Inspector);
        }
    });
    Effect::new(move |before: Option<u32>| {
        let times = talk.focus.get();
        if before.is_some() {
            panes.show(Pane::Console);
        }
        times
    });
    view! {
        <TopBar lessons=lessons />
        <main
            data-pane=text(move || panes.narrow.get().name())
            data-lower=text(move || panes.lower.get().name())
            data-hidden=text(move || panes.sides.map(Side::hidden_name).join(" "))
            style=text(move || panes.sides.map(Side::property).concat())
        >
            <div class="pane pane-tree" id="pane-Points">
                <Tree />
            </div>
            <div class="pane-stage">
                <Greeting />
                <Notices />
                <div class="stage-frame">
                    <StageView />
                    <Trouble />
                    <Legend />
                </div>
                <LessonCard />
            </div>
            <div class="transport">
                <Timeline />
                <TimeControls />
                <Counters />
            </div>
            <Tabs place="narrow" all=ALL seen=panes.narrow />
            <Tabs place="lower" all=LOWER seen=panes.lower />
            <div class="pane pane-inspector" id="pane-Inspector">
                <Inspector />
            </div>
            <div class="pane pane-lower" id="pane-Console">
                <Console />
            </div>
            <div class="pane pane-lower" id="pane-Editor">
                <Editor />
            </div>
            <div class="pane pane-lower" id="pane-Waves">
                <Waves />
            </div>
            <div class="pane pane-lower" id="pane-Course">
                <Course />
            </div>
            <div class="pane pane-lower" id="pane-Remarks">
                <Remarks />
            </div>
            {panes.sides.map(|side| view! { <Divider side=side /> })}
        </main>
        <Files />
        <LaunchDialog />
        <KeepPanel />
        <Lessons open=lessons />
    }
}
