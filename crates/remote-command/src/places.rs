//! Hands out a limited number of places, in order of arrival. When all are taken, the connection that has been idle longest loses its
//! place.

use crate::{Tenure, WatchedSocket};
use std::collections::VecDeque;
use std::mem;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How often a waiter checks what nobody notifies it of: whether its own connection has been closed.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

#[derive(Debug, Clone)]
pub(crate) struct Places(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    /// The most places held by connections that have not given way.
    max: usize,
    /// The most places that connections which gave way may still hold, until their conversations notice.
    leaving_max: usize,
    tenure: Tenure,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    tickets: u64,
    waiting: VecDeque<u64>,
    held: Vec<Holder>,
    buffers: Vec<Vec<u8>>,
}

#[derive(Debug)]
struct Holder {
    ticket: u64,
    since: Instant,
    socket: Option<WatchedSocket>,
}

/// One of the places. Dropping it frees the place.
#[derive(Debug)]
pub(crate) struct Place {
    places: Places,
    ticket: u64,
    /// Belongs to the place: empty, with the capacity that its last holder left.
    pub(crate) buffer: Vec<u8>,
}

impl Places {
    pub(crate) fn new(max: usize, leaving_max: usize, tenure: Tenure) -> Self {
        let (state, changed) = (Mutex::default(), Condvar::new());
        Self(Arc::new(Shared { max, leaving_max, tenure, state, changed }))
    }

    /// Waits for its turn, and then for a place, which `socket` then holds. `None` if it is not free before `until`, or if `socket`
    /// itself has to give way.
    pub(crate) fn take(&self, socket: Option<&WatchedSocket>, until: Instant) -> Option<Place> {
        let mut state = self.state();
        let ticket = state.tickets;
        state.tickets += 1;
        state.waiting.push_back(ticket);
        let taken = loop {
            let now = Instant::now();
            let mut look_again = now + LOOK_AGAIN;
            if state.waiting.front() == Some(&ticket) {
                look_again = look_again.min(self.make_room(&state, now));
                if self.has_room(&state) {
                    break true;
                }
            }
            if now >= until || socket.is_some_and(WatchedSocket::gave_way) {
                break false;
            }
            let patience = look_again.min(until).saturating_duration_since(now);
            state = self.0.changed.wait_timeout(state, patience).unwrap_or_else(PoisonError::into_inner).0;
        };
        state.waiting.retain(|&other| other != ticket);
        self.0.changed.notify_all();
        taken.then(|| {
            socket.inspect(|socket| socket.note_activity());
            state.held.push(Holder { ticket, since: Instant::now(), socket: socket.cloned() });
            Place { places: self.clone(), ticket, buffer: state.buffers.pop().unwrap_or_default() }
        })
    }

    /// Closes all connections that hold a place.
    pub(crate) fn close_all(&self) {
        self.state().sockets().for_each(WatchedSocket::close);
    }

    fn has_room(&self, state: &State) -> bool {
        let Shared { max, leaving_max, .. } = *self.0;
        state.staying() < max && state.held.len() < max + leaving_max
    }

    /// If all places are taken, closes the connection that must give way, if any must. Returns when to check again.
    fn make_room(&self, state: &State, now: Instant) -> Instant {
        if state.staying() < self.0.max {
            return now + LOOK_AGAIN;
        }
        let Tenure { idle, active } = self.0.tenure;
        let staying = state.held.iter().filter_map(|holder| Some((holder.since, holder.socket.as_ref()?)));
        let staying = staying.filter(|(_, socket)| !socket.gave_way());
        let ends = staying.map(|(since, socket)| {
            let (idle_until, active_until) = (socket.last_active() + idle, since + active);
            match idle_until <= now {
                true => (socket.is_running().into(), idle_until, socket),
                false => (2, idle_until.min(active_until), socket),
            }
        });
        match ends.min_by_key(|&(rank, until, _)| (until > now, rank, until)) {
            Some((_, until, _)) if until > now => until,
            Some((_, _, socket)) => {
                socket.give_way();
                now
            }
            None => now + LOOK_AGAIN,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn sockets(&self) -> impl Iterator<Item = &WatchedSocket> {
        self.held.iter().filter_map(|holder| holder.socket.as_ref())
    }

    fn staying(&self) -> usize {
        self.held.len() - self.sockets().filter(|socket| socket.gave_way()).count()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.buffer.clear();
        let mut state = self.places.state();
        if self.buffer.capacity() > 0 {
            state.buffers.push(mem::take(&mut self.buffer));
        }
        // The connection is closed before its place becomes free.
        state.held.retain(|holder| holder.ticket != self.ticket);
        self.places.0.changed.notify_all();
    }
}
