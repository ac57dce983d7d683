//! Previews, case by case, and what every network's folder must hold.

#[cfg(test)]
mod cases;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod publish;
